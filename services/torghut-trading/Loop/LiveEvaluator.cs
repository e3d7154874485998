using Torghut.Trading.Account;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Observability;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;
using Torghut.Trading.Strategies.Rules;

namespace Torghut.Trading.Loop;

/// <summary>
/// Gives strategies that look back, or at the position, what they look at: signals before the ones at hand, read once from where they are stored, and the
/// account. A restart reads them again, so that it decides what an uninterrupted run would.
/// </summary>
internal sealed class LiveEvaluator(
    CurrentCatalogue catalogue, ISignalSource source, TickContexts contexts, SwitchOptions switches, TradingMetrics metrics)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private readonly FeatureHistory _history = new();

    /// <summary>Another instance may have read on: what is known is read again.</summary>
    public void Forget() => _history.Clear();

    /// <summary>What the strategies in force want of signals.</summary>
    public async Task<IReadOnlyList<DecisionDraft>> EvaluateAsync(
        IReadOnlyList<SignalRow> rows, TickStart start, CancellationToken cancellationToken)
    {
        var current = catalogue.Current;
        await RememberAsync(rows, current, cancellationToken);
        Func<string, HeldPosition>? positions = null;
        if (rows.Count > 0 && StrategyEvaluator.UsesPosition(current))
        {
            var symbols = rows.Select(row => row.Symbol).ToHashSet(StringComparer.Ordinal);
            var context = await contexts.Open(start, symbols).CurrentAsync(cancellationToken);
            positions = context.PositionOf;
        }

        var drafts = StrategyEvaluator.Evaluate(rows, current, switches.AccountLabel, start.Clock.Now, _history, positions);
        foreach (var strategy in current.Strategies)
        {
            if (strategy.Plugin is RulesStrategy rules)
            {
                metrics.RulesUnknown(strategy.Name, rules.TakeUnknown());
            }
        }

        return drafts;
    }

    private async Task RememberAsync(IReadOnlyList<SignalRow> rows, StrategyCatalogue current, CancellationToken cancellationToken)
    {
        _history.Depth = StrategyEvaluator.Lookback(current);
        if (_history.Depth == 0)
        {
            return;
        }

        foreach (var first in rows.DistinctBy(row => row.Symbol).Where(row => !_history.Knows(row.Symbol)).ToList())
        {
            await ReadAsync(first, TimeSpan.FromSeconds(4 * (_history.Depth + 1)), cancellationToken);
        }

        _history.Ahead = rows.Count;
        foreach (var row in rows)
        {
            _history.Add(row.Symbol, row.EventTs, row.Seq, row.Features);
        }
    }

    /// <summary>Reads a short time back, and a day where that gave too little.</summary>
    private async Task ReadAsync(SignalRow first, TimeSpan back, CancellationToken cancellationToken)
    {
        var query = new SignalQuery([first.Symbol], first.EventTs - back, first.EventTs, int.MaxValue);
        var found = (await source.ReadBehindAsync(query, first.Position, cancellationToken)).Where(row => row.Position < first.Position).ToList();
        if (found.Count < _history.Depth && back < Longest)
        {
            await ReadAsync(first, Longest, cancellationToken);
            return;
        }

        _history.Begin(first.Symbol);
        foreach (var row in found)
        {
            _history.Add(row.Symbol, row.EventTs, row.Seq, row.Features);
        }
    }
}
