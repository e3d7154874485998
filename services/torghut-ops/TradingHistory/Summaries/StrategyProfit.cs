using Torghut.Ops.TradingHistory.Profits;

namespace Torghut.Ops.TradingHistory.Summaries;

/// <summary>Realised profit of one strategy over all its symbols.</summary>
/// <param name="Strategy">Null for orders that no decision stands behind.</param>
/// <param name="Realised">USD, without fees.</param>
internal sealed record StrategyProfit(string? Strategy, decimal Realised, decimal ClosedQty, decimal? WinRate, int Closings, int Wins, int Losses)
{
    public static IReadOnlyList<StrategyProfit> Of(ProfitReport report) => [.. report.Lines.GroupBy(line => line.Strategy).Select(lines => Of(lines.Key,
        [.. lines]))];

    private static StrategyProfit Of(string? strategy, IReadOnlyList<ProfitLine> lines)
    {
        var sum = new ProfitReport(lines);
        return new StrategyProfit(
            strategy, sum.Realised, sum.ClosedQty, sum.WinRate, sum.Closings, lines.Sum(line => line.Wins), lines.Sum(line => line.Losses));
    }
}
