namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>How many signals are stored of a span.</summary>
/// <param name="Count">Null when nobody knows.</param>
/// <param name="NewestAt">End of the newest one's window; null without any.</param>
/// <param name="Missing">Why nobody knows; null when ClickHouse was asked and answered.</param>
internal sealed record SignalCount(long? Count, DateTimeOffset? NewestAt, string? Missing);
