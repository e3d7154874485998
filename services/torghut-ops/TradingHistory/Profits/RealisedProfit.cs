namespace Torghut.Ops.TradingHistory.Profits;

/// <summary>Average-cost profit of fills; a pure function.</summary>
internal static class RealisedProfit
{
    /// <param name="fills">Those of the range, and those before it that built what was held when it began; in any order.</param>
    /// <param name="from">When the range begins: only what closes from then on is profit of the range.</param>
    /// <param name="openings">What was there before the first fill; nothing where it is not named.</param>
    public static ProfitReport Of(IEnumerable<Fill> fills, DateTimeOffset from, params IEnumerable<OpeningPosition> openings)
    {
        var opened = openings.ToDictionary(opening => (opening.Strategy, opening.Symbol));
        var ledgers = new Dictionary<(string? Strategy, string Symbol), StrategyLedger>();
        foreach (var fill in fills.OrderBy(fill => fill.At).ThenBy(fill => fill.Order))
        {
            var key = (fill.Strategy, fill.Symbol);
            if (!ledgers.TryGetValue(key, out var ledger))
            {
                ledgers[key] = ledger = new StrategyLedger(opened.GetValueOrDefault(key, new(fill.Strategy, fill.Symbol, 0, 0)), from);
            }

            ledger.Add(fill);
        }

        return new ProfitReport([.. ledgers.OrderBy(pair => pair.Key.Strategy, StringComparer.Ordinal).ThenBy(pair => pair.Key.Symbol, StringComparer.Ordinal)
            .Select(pair => pair.Value.ToLine())]);
    }
}
