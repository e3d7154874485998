using Torghut.Ops.TradingHistory.Profits;

namespace Torghut.Ops.TradingHistory.Summaries;

/// <summary>Realised profit of the range at average cost.</summary>
/// <param name="Realised">USD, without fees.</param>
/// <param name="Fees">USD that the broker took, 0 or above, of the whole account; or <c>missing</c> when it named none.</param>
/// <param name="FeesText">What the fees are, or why they are missing.</param>
/// <param name="AnomaliesTotal">How many there are; the list has the first of them.</param>
internal sealed record Profit(
    decimal Realised, IReadOnlyList<StrategyProfit> ByStrategy, IReadOnlyList<ProfitLine> BySymbol, string Fees, string FeesText,
    IReadOnlyList<ProfitAnomaly> Anomalies, int AnomaliesTotal);
