using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Loop;

/// <summary>Every strategy in force over every signal, in order: a pure function.</summary>
internal static class StrategyEvaluator
{
    public static IReadOnlyList<DecisionDraft> Evaluate(
        IEnumerable<SignalRow> rows, StrategyCatalogue catalogue, string accountLabel, DateTimeOffset marketTime)
    {
        var drafts = new List<DecisionDraft>();
        foreach (var row in rows)
        {
            foreach (var strategy in catalogue.Strategies)
            {
                if (!strategy.Trades(row.Symbol) || !string.Equals(strategy.BaseTimeframe, row.Timeframe, StringComparison.Ordinal))
                {
                    continue;
                }

                var context = new StrategyContext(row.Symbol, row.EventTs, row.Timeframe, strategy.Parameters);
                if (strategy.Plugin.Evaluate(context, row.Features) is not { } wish)
                {
                    continue;
                }

                var intent = new Intent(accountLabel, strategy.Name, row.Symbol, row.EventTs, row.Seq, row.Timeframe, wish.Action);
                drafts.Add(new DecisionDraft(strategy, row, intent, wish.Rationale, marketTime));
            }
        }

        return drafts;
    }

    /// <summary>Features that some enabled strategy cannot do without.</summary>
    public static IReadOnlyCollection<Feature> Required(StrategyCatalogue catalogue) =>
        [.. catalogue.Strategies.Where(s => s.Enabled).SelectMany(s => s.Plugin.RequiredFeatures).Distinct()];
}
