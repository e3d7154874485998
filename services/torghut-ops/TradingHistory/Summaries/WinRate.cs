namespace Torghut.Ops.TradingHistory.Summaries;

/// <summary>How much of what was closed was closed with a profit.</summary>
/// <param name="Rate">Part of the closed shares, 0 to 1; null when nothing was closed.</param>
/// <param name="ClosedQuantity">Shares.</param>
/// <param name="Count">Orders that closed them.</param>
internal sealed record WinRate(decimal? Rate, decimal ClosedQuantity, int Count);
