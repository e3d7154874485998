using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Loop;

/// <summary>Every strategy in force over every signal, in order: a pure function.</summary>
internal static class StrategyEvaluator
{
    private static readonly List<DecisionDraft> NoDrafts = [];

    /// <summary>What the strategies want; of two with one intent the first.</summary>
    /// <param name="rows">Signals fit for decisions, in order.</param>
    /// <param name="catalogue">The strategies.</param>
    /// <param name="accountLabel">Account the orders would go to.</param>
    /// <param name="marketTime">The broker's time.</param>
    /// <param name="history">Signals so far, these among them; null when nobody looks back.</param>
    /// <param name="positions">Positions by symbol; null when nobody looks at them.</param>
    public static IReadOnlyList<DecisionDraft> Evaluate(
        IReadOnlyList<SignalRow> rows, StrategyCatalogue catalogue, string accountLabel, DateTimeOffset marketTime, FeatureHistory? history = null,
        Func<string, HeldPosition>? positions = null)
    {
        List<DecisionDraft>? drafts = null;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            var past = history?.UpTo(row.Symbol, row.EventTs, row.Seq);
            var position = positions is null ? HeldPosition.None : positions(row.Symbol);
            for (var j = 0; j < catalogue.Strategies.Count; j++)
            {
                var strategy = catalogue.Strategies[j];
                if (!strategy.Trades(row.Symbol) || !string.Equals(strategy.BaseTimeframe, row.Timeframe, StringComparison.Ordinal))
                {
                    continue;
                }

                var context = new StrategyContext(row.Symbol, row.EventTs, row.Timeframe, strategy.Parameters) { History = past, Position = position };
                if (strategy.Plugin.Evaluate(context, row.Features) is not { } wish)
                {
                    continue;
                }

                var intent = new Intent(accountLabel, strategy.Name, row.Symbol, row.EventTs, row.Seq, row.Timeframe, wish.Action);
                drafts ??= [];
                drafts.Add(new DecisionDraft(strategy, row, intent, wish.Rationale, marketTime));
            }
        }

        return drafts is null or [_] ? drafts ?? NoDrafts : [.. drafts.DistinctBy(draft => draft.Hash)];
    }

    /// <summary>Signals before the newest that some strategy looks at.</summary>
    public static int Lookback(StrategyCatalogue catalogue) =>
        catalogue.Strategies.Where(strategy => strategy.Enabled).Select(strategy => strategy.Plugin.Lookback).DefaultIfEmpty().Max();

    /// <summary>Whether some strategy looks at positions.</summary>
    public static bool UsesPosition(StrategyCatalogue catalogue) => catalogue.Strategies.Any(strategy => strategy.Enabled && strategy.Plugin.UsesPosition);

    /// <summary>Features that some enabled strategy cannot do without.</summary>
    public static IReadOnlyList<Feature> Required(StrategyCatalogue catalogue) =>
        [.. catalogue.Strategies.Where(s => s.Enabled).SelectMany(s => s.Plugin.RequiredFeatures).Distinct()];
}
