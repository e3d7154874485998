namespace Torghut.Ops.TradingHistory.NoTrades;

/// <summary>A latch was engaged, or released.</summary>
internal sealed record LatchEvent(string Latch, bool Engaged, string Reason, string Actor, DateTimeOffset At);
