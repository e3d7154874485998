using Torghut.Common.Drills;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Drills;
using Torghut.Trading.Observability;
using Torghut.Trading.Orders;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Loop;

/// <summary>Evaluates the catalogue over signals, writes down what it wants, and has it decided one after the other.</summary>
internal sealed class DecisionPlanner(
    CurrentCatalogue catalogue, LiveEvaluator evaluator, IDecisionStore decisions, TickContexts contexts, DecisionProcessor processor,
    SignalOriginReader origins, Failpoints failpoints, TradingMetrics metrics)
{
    /// <summary>Whether there is a catalogue. Without one nothing may be read: a signal that is evaluated by no strategy is lost.</summary>
    public bool HasCatalogue => catalogue.State.Origin != CatalogueOrigin.None;

    /// <summary>Another instance may have read on.</summary>
    public void Forget() => evaluator.Forget();

    /// <summary>Returns when everything that followed from the signals is persisted.</summary>
    /// <param name="rows">Signals fit for decisions, in order.</param>
    /// <param name="signals">Everything that was read with them, fit or not.</param>
    /// <param name="start">What the tick began with.</param>
    /// <param name="read">Machine time at which their read began and ended.</param>
    /// <param name="cancellationToken">Stops waiting; what is committed stays.</param>
    public async Task DecideAsync(
        IReadOnlyList<SignalRow> rows, SignalsRead signals, TickStart start, (DateTimeOffset Began, DateTimeOffset Ended) read,
        CancellationToken cancellationToken)
    {
        var drafts = await evaluator.EvaluateAsync(rows, start, cancellationToken);
        if (drafts.Count > 0)
        {
            using var traces = SignalTraces.Open(drafts, origins.SignalTable, read.Began, read.Ended);
            await DecideAsync(drafts, signals, traces, start, cancellationToken);
            await NameOriginsAsync(traces, cancellationToken);
        }

        await failpoints.HitAsync(FailpointNames.BeforeCursor);
    }

    /// <summary>Decisions that were left on the way, in the order in which they are to be made.</summary>
    public Task<IReadOnlyList<DecisionRow>> InOrderAsync(IReadOnlyList<DecisionRow> rows, FreshContext context, CancellationToken cancellationToken) =>
        processor.InOrderAsync(rows, row => row, context, cancellationToken);

    /// <summary>Decides what a crash left planned. Its signal is not read again, so that no other version of the strategy makes something else of it.</summary>
    public async Task ResumeAsync(DecisionRow row, StoredSignal signal, FreshContext context, CancellationToken cancellationToken)
    {
        // A strategy that is gone wants nothing any more: its decision expires.
        if (catalogue.Current.Find(row.StrategyName) is { } strategy)
        {
            var draft = new DecisionDraft(strategy, signal.ToSignal(row), row.Intent, signal.ToRationale(), row.MarketTs);
            await processor.DecideAsync(new PlannedDecision(draft, row, IsNew: false), context, cancellationToken);
        }
    }

    private async Task DecideAsync(
        IReadOnlyList<DecisionDraft> drafts, SignalsRead signals, SignalTraces traces, TickStart start, CancellationToken cancellationToken)
    {
        await failpoints.HitAsync(FailpointNames.BeforeDecisionRow);
        var planned = await decisions.PlanAsync(drafts, signals, traces.TraceParentOf, cancellationToken);
        foreach (var known in planned.Where(p => !p.IsNew && p.Row.State != OrderState.Planned))
        {
            metrics.RiskReject("duplicate_decision");
        }

        var open = planned.Where(p => p.Row.State == OrderState.Planned).ToList();
        if (open.Count == 0)
        {
            return;
        }

        var context = contexts.Open(start, open.Select(p => p.Draft.Intent.Symbol).ToHashSet(StringComparer.Ordinal));
        foreach (var decision in await processor.InOrderAsync(open, p => p.Row, context, cancellationToken))
        {
            await processor.DecideAsync(decision, context, cancellationToken);
        }
    }

    /// <summary>Said last: an order does not wait for its trace.</summary>
    private async Task NameOriginsAsync(SignalTraces traces, CancellationToken cancellationToken)
    {
        foreach (var (signal, origin) in await origins.ReadAsync(traces.Recorded, cancellationToken))
        {
            traces.Name(signal, origin);
        }
    }
}
