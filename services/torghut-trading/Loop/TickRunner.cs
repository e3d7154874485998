using Npgsql;
using Torghut.Common.Drills;
using Torghut.Trading.Account;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.Leasing;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;
using Torghut.Trading.Signals;
using Torghut.Trading.Simulation;
using Torghut.Trading.Submission;
using Torghut.Trading.Universe;

namespace Torghut.Trading.Loop;

/// <summary>One tick, from the lease to the cursor.</summary>
internal sealed class TickRunner(
    LeaseManager leases,
    SafetyLatches latches,
    EntryBlocks blocks,
    IBroker broker,
    UniverseProvider universe,
    SignalFeed feed,
    SignalOptions signals,
    RiskOptions risk,
    SignalOriginReader origins,
    CurrentCatalogue catalogue,
    DecisionStore decisions,
    OrderQueries queries,
    UnknownResolver resolver,
    ContextLoader contexts,
    DecisionProcessor processor,
    Failpoints failpoints,
    SwitchOptions switches,
    LoopStatus status,
    TradingMetrics metrics,
    TradingGauges gauges,
    SimulationClock replay,
    TimeProvider time,
    ILogger<TickRunner> logger)
{
    private const int MaxPending = 200;

    private static readonly OrderState[] Pending = [OrderState.Planned, OrderState.Approved];

    public async Task<TickResult> RunAsync(CancellationToken cancellationToken)
    {
        using var span = TradingTracing.Source.StartActivity(TradingTracing.Tick);
        var started = time.GetTimestamp();
        TickResult result;
        string? error = null;
        try
        {
            result = await TickAsync(cancellationToken);

            // A replay's market time moves on when everything up to it was read.
            if (result is { More: false, Outcome: TickOutcomes.Ok or TickOutcomes.NoSignals } && await replay.AdvanceAsync(cancellationToken))
            {
                result = result with { More = true };
            }
        }
        catch (Exception failure) when (Outcome(failure) is { } outcome)
        {
            error = $"{outcome}: {failure.Message}";
            if (outcome == TickOutcomes.FetchFailed)
            {
                NoSignals(NoSignalReasons.FetchFailed);
            }

            if (status.View.LastOutcome != outcome)
            {
                TradingLog.TickFailed(logger, outcome, failure.Message);
            }

            result = new TickResult(outcome, false);
        }

        span?.SetTag(TradingTracing.TickOutcome, result.Outcome);
        metrics.Tick(result.Outcome, time.GetElapsedTime(started));
        gauges.Ticked();
        status.Ticked(result.Outcome, error);
        return result;
    }

    private async Task<TickResult> TickAsync(CancellationToken cancellationToken)
    {
        if (leases.Current is null)
        {
            feed.Forget();
            return new TickResult(leases.DatabaseDown ? TickOutcomes.DatabaseFailed : TickOutcomes.NoLease, false);
        }

        await latches.SynchroniseAsync(cancellationToken);
        if (!blocks.Reconciled)
        {
            return new TickResult(TickOutcomes.Reconciling, false);
        }

        if (blocks.UnresolvedOrders > 0)
        {
            await resolver.ResolveAsync(cancellationToken);
        }

        var clock = await broker.GetClockAsync(cancellationToken);
        status.Saw(clock);
        var symbols = await universe.GetAsync(cancellationToken);
        gauges.UniverseSymbols = symbols.Symbols.Count;
        if (!symbols.Known)
        {
            return Blocked(symbols);
        }

        await ResumePendingAsync(clock, symbols.Symbols, cancellationToken);
        var readBegan = time.GetUtcNow();
        var batch = await feed.ReadAsync(symbols.Symbols, clock, cancellationToken);
        var readEnded = time.GetUtcNow();
        if (batch.IsEmpty)
        {
            return new TickResult(TickOutcomes.NoSignals, false);
        }

        if (Judge(batch, clock) is not { } rows)
        {
            return new TickResult(TickOutcomes.OutOfOrder, false);
        }

        var drafts = StrategyEvaluator.Evaluate(rows, catalogue.Current, switches.AccountLabel, clock.Now).DistinctBy(draft => draft.Hash).ToList();
        if (drafts.Count > 0)
        {
            using var traces = SignalTraces.Open(drafts, signals.SignalTable, readBegan, readEnded);
            await DecideAsync(drafts, traces, clock, symbols.Symbols, cancellationToken);
            await NameOriginsAsync(traces, cancellationToken);
        }

        await failpoints.HitAsync(FailpointNames.BeforeCursor);
        await feed.AdvanceAsync(batch, cancellationToken);
        return new TickResult(TickOutcomes.Ok, batch.More);
    }

    /// <summary>Rows fit for decisions, late ones first; null when the batch is out of order and the cursor must be held.</summary>
    private List<SignalRow>? Judge(SignalBatch batch, MarketClock clock)
    {
        var required = StrategyEvaluator.Required(catalogue.Current);
        var limits = signals.Quality(risk.MaxSignalAge);
        var late = FeatureQualityGate.Evaluate(batch.Late, null, required, clock.Now, limits);
        var forward = FeatureQualityGate.Evaluate(batch.Forward, feed.Cursor, required, clock.Now, limits);
        foreach (var report in new[] { late, forward })
        {
            if (report.BatchReason is { } reason)
            {
                metrics.BatchOutOfOrder();
                metrics.QualityReject(reason);
                TradingLog.BatchOutOfOrder(logger, feed.Cursor?.ToString() ?? "the start");
                return null;
            }

            foreach (var (symbol, reasons) in report.Rejected)
            {
                foreach (var code in reasons)
                {
                    metrics.QualityReject(code);
                }

                TradingLog.FeatureQuality(logger, symbol, string.Join(',', reasons));
            }
        }

        return [.. late.Rows.Where(row => late.Allows(row.Symbol)), .. forward.Rows.Where(row => forward.Allows(row.Symbol))];
    }

    private async Task DecideAsync(
        List<DecisionDraft> drafts, SignalTraces traces, MarketClock clock, IReadOnlyList<string> symbols, CancellationToken cancellationToken)
    {
        await failpoints.HitAsync(FailpointNames.BeforeDecisionRow);
        var planned = await decisions.PlanAsync(drafts, traces.TraceParentOf, cancellationToken);
        foreach (var known in planned.Where(p => !p.IsNew && p.Row.State != OrderState.Planned))
        {
            metrics.RiskReject("duplicate_decision");
        }

        var open = planned.Where(p => p.Row.State == OrderState.Planned).ToList();
        if (open.Count == 0)
        {
            return;
        }

        var context = await contexts.LoadAsync(clock, symbols, open.Select(p => p.Draft.Intent.Symbol).ToHashSet(StringComparer.Ordinal), cancellationToken);
        foreach (var decision in open)
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

    /// <summary>Decisions that a crash or a rate limit left on the way: sent if they still may be, expired if they are too old.</summary>
    private async Task ResumePendingAsync(MarketClock clock, IReadOnlyList<string> symbols, CancellationToken cancellationToken)
    {
        var pending = await queries.InStatesAsync(switches.AccountLabel, Pending, MaxPending, cancellationToken);
        if (pending.Count == 0)
        {
            return;
        }

        var context = await contexts.LoadAsync(clock, symbols, pending.Select(row => row.Symbol).ToHashSet(StringComparer.Ordinal), cancellationToken);
        foreach (var row in pending)
        {
            if (row.State == OrderState.Approved)
            {
                await processor.ResumeAsync(row, context, cancellationToken);
            }
            else if (processor.IsTooOld(row, context))
            {
                await processor.ExpireAsync(row, cancellationToken);
            }
        }
    }

    private TickResult Blocked(UniverseView symbols)
    {
        metrics.UniverseFailSafe();
        TradingLog.UniverseFailSafe(logger, symbols.Fault ?? "empty");
        return new TickResult(TickOutcomes.UniverseBlocked, false);
    }

    private void NoSignals(string reason)
    {
        metrics.NoSignal(reason);
        status.NoSignals(reason);
    }

    /// <summary>Failures of the world outside end the tick, not the service; anything else is a fault of this program and ends it.</summary>
    private static string? Outcome(Exception failure) => failure switch
    {
        BrokerException => TickOutcomes.BrokerFailed,
        SignalSourceException => TickOutcomes.FetchFailed,
        NpgsqlException or TimeoutException => TickOutcomes.DatabaseFailed,
        IllegalTransitionException or OrderIdentityException => TickOutcomes.Failed,
        _ => null,
    };
}
