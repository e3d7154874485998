namespace Torghut.Ops.TradingHistory.Profits;

/// <summary>What a fill did to a position.</summary>
/// <param name="Qty">Shares that it closed.</param>
/// <param name="Realised">USD that they brought beyond their cost.</param>
/// <param name="Opened">Shares by which it opened or increased a position.</param>
internal readonly record struct ClosedShares(decimal Qty, decimal Realised, decimal Opened);
