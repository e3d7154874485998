namespace Torghut.Trading.Backtest;

/// <summary>Market time in which the service did not run, as far as its snapshots tell.</summary>
/// <param name="From">Its last sign of life before it was started.</param>
/// <param name="To">Its first one after that.</param>
internal readonly record struct ServiceGap(DateTimeOffset From, DateTimeOffset To);
