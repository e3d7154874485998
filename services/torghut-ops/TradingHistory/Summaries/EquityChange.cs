namespace Torghut.Ops.TradingHistory.Summaries;

/// <summary>What the account was worth, USD, as its snapshots say.</summary>
/// <param name="Start">The last before the range, or the first in it.</param>
/// <param name="End">The last in the range.</param>
/// <param name="Transfers">Money moved in or out between the two, which is neither gain nor loss; it is part of the delta.</param>
/// <param name="StartAt">Market time of the snapshot.</param>
internal sealed record EquityChange(decimal Start, decimal End, decimal Delta, decimal Transfers, DateTimeOffset StartAt, DateTimeOffset EndAt);
