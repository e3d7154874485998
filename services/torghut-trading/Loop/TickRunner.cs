using Npgsql;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Signals;
using Torghut.Trading.Simulation;

namespace Torghut.Trading.Loop;

/// <summary>
/// One tick, stage by stage: gate, what is pending, read, judge, evaluate and decide, advance. The cursor moves when everything that followed from a batch
/// is persisted.
/// </summary>
internal sealed class TickRunner(
    TickGate gate, PendingDecisions pending, SignalFeed feed, SignalJudge judge, DecisionPlanner planner, SimulationClock replay, TickReporter reporter,
    TimeProvider time)
{
    /// <summary>Forgets what was read and not yet decided; the next tick begins at the stored cursor.</summary>
    public void Forget()
    {
        feed.Forget();
        planner.Forget();
    }

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
            Forget();
            reporter.Failed(outcome, failure.Message);
            result = new TickResult(outcome, false);
        }

        span?.SetTag(TradingTracing.TickOutcome, result.Outcome);
        reporter.Ended(result, error, time.GetElapsedTime(started));
        return result;
    }

    private async Task<TickResult> TickAsync(CancellationToken cancellationToken)
    {
        var entry = await gate.EnterAsync(cancellationToken);
        if (!entry.LeaseHeld)
        {
            Forget();
        }

        if (entry.Start is not { } start)
        {
            return new TickResult(entry.Outcome, false);
        }

        if (!planner.HasCatalogue)
        {
            return new TickResult(TickOutcomes.NoCatalogue, false);
        }

        await pending.ResumeAsync(start, cancellationToken);
        var readBegan = time.GetUtcNow();
        var batch = await feed.ReadAsync(start.Symbols, start.Clock, cancellationToken);
        var readEnded = time.GetUtcNow();
        if (batch.IsEmpty)
        {
            return new TickResult(entry.Outcome == TickOutcomes.Ok ? TickOutcomes.NoSignals : entry.Outcome, false);
        }

        if (judge.Judge(batch, feed.Cursor, start.Clock) is not { } rows)
        {
            return new TickResult(TickOutcomes.OutOfOrder, false);
        }

        await planner.DecideAsync(rows, feed.Of(batch), start, (readBegan, readEnded), cancellationToken);
        await feed.AdvanceAsync(batch, cancellationToken);
        return new TickResult(entry.Outcome, batch.More);
    }

    /// <summary>Failures of the world outside end the tick; anything else is a fault of this program and makes the loop start again.</summary>
    private static string? Outcome(Exception failure) => failure switch
    {
        BrokerException => TickOutcomes.BrokerFailed,
        SignalSourceException => TickOutcomes.FetchFailed,
        NpgsqlException or TimeoutException => TickOutcomes.DatabaseFailed,
        IllegalTransitionException or OrderIdentityException => TickOutcomes.Failed,
        _ => null,
    };
}
