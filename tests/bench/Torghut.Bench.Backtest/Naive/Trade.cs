namespace Torghut.Bench.Backtest.Naive;

/// <summary>A trade, an object each.</summary>
internal sealed record Trade(DateTimeOffset At, double Price, double Size);
