namespace Torghut.Ops.TradingHistory.Profits;

/// <summary>Realised profit of one strategy in one symbol over a range. Fees are not in it: the broker books them to the account.</summary>
/// <param name="Strategy">Null for orders that no decision stands behind.</param>
/// <param name="Realised">USD.</param>
/// <param name="ClosedQty">Shares that were closed in the range.</param>
/// <param name="WinRate">Part of them that orders with a profit closed, 0 to 1; null when nothing was closed.</param>
/// <param name="Closings">Orders that closed something.</param>
/// <param name="Wins">Those with a profit.</param>
/// <param name="Losses">Those with a loss; neither is one that came out even.</param>
/// <param name="Bought">USD paid in the range.</param>
/// <param name="Sold">USD received in the range.</param>
/// <param name="OpenQty">Shares at the end of the range; below 0 when short.</param>
/// <param name="OpenCost">USD that they cost; below 0 when short.</param>
/// <param name="AverageCost">USD a share; null without a position.</param>
/// <param name="Anomalies">What a number alone would hide; an answer has the first of them.</param>
internal sealed record ProfitLine(
    string? Strategy, string Symbol, decimal Realised, decimal ClosedQty, decimal? WinRate, int Closings, int Wins, int Losses, decimal Bought,
    decimal Sold, decimal OpenQty, decimal OpenCost, decimal? AverageCost, IReadOnlyList<ProfitAnomaly> Anomalies)
{
    /// <summary>Shares that orders with a profit closed.</summary>
    public decimal WinningQty { get; init; }

    /// <summary>How many anomalies there are.</summary>
    public int AnomaliesTotal { get; init; } = Anomalies.Count;
}
