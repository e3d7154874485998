namespace Torghut.Ops.TradingHistory.Reading;

/// <summary>A row's place in a list: both parts never change while the row exists.</summary>
internal readonly record struct HistoryPosition(DateTimeOffset At, Guid Id);
