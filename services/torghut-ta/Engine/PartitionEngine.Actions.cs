using Torghut.Contracts.Records;
using Torghut.Ta.EventTime;
using Torghut.Ta.Indicators;

namespace Torghut.Ta.Engine;

internal sealed partial class PartitionEngine
{
    private readonly HashSet<SymbolState> _withActions = [];
    private readonly IndicatorSet _empty;

    /// <summary>Corporate actions that are known, by symbol.</summary>
    public IEnumerable<(string Symbol, DeclaredAction Action)> DeclaredActions => _withActions.OrderBy(state => state.Symbol, StringComparer.Ordinal)
        .SelectMany(state => state.Actions!.All.Select(action => (state.Symbol, action)));

    /// <summary>Takes a declaration of the trades log. It is no event of the market: it moves no clock and opens no window.</summary>
    private EventOutcome Declare(SymbolState state, in CorporateAction action)
    {
        Counters.CorporateActions++;
        state.Actions ??= new DeclaredActions();
        _withActions.Add(state);
        if (state.Actions.Declare(action))
        {
            return EventOutcome.Applied;
        }

        Counters.Duplicates++;
        return EventOutcome.Duplicate;
    }

    /// <summary>Begins the indicators anew where a bar is the first under a corporate action.</summary>
    private void ApplyActions(SymbolState state, long endSecond)
    {
        if (state.Actions is { } actions && actions.Apply(endSecond))
        {
            state.RestartIndicators();
            Counters.IndicatorRestarts++;
        }
    }

    /// <summary>Whether a symbol's next bar may be the first under a corporate action, so that its state stays.</summary>
    private bool IsActionAwaited(SymbolState state) => state.Actions is { } actions
        && (_trades.ClosedSecond == PartitionWatermark.None || actions.IsAwaited(_trades.ClosedSecond));

    private void RestoreActions()
    {
        _withActions.Clear();
        _withActions.UnionWith(_symbols.Values.Where(state => state.Actions is not null));
    }
}
