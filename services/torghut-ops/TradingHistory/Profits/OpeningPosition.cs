namespace Torghut.Ops.TradingHistory.Profits;

/// <summary>What a strategy had of a symbol before the first of the fills that a profit is made of.</summary>
/// <param name="Strategy">Null for orders that no decision stands behind.</param>
/// <param name="Qty">Shares; below 0 when short. Nobody knows what they cost; 0 where every fill of the position is among those that are read.</param>
/// <param name="Uncounted">Shares of fills that could not be counted, and are missing in the position.</param>
internal readonly record struct OpeningPosition(string? Strategy, string Symbol, decimal Qty, decimal Uncounted);
