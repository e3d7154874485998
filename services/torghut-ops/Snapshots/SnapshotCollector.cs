using System.Reflection;
using Torghut.Ops.Evidence;
using Torghut.Ops.Observability;
using Torghut.Ops.Snapshots.History;
using Torghut.Ops.Snapshots.Probes;

namespace Torghut.Ops.Snapshots;

/// <summary>Takes snapshots. Callers at the same time share one, so that nobody can make the probes pile up.</summary>
internal sealed class SnapshotCollector(
    ProbeCatalogue catalogue, ProbeRunner runner, MarketClockReader clocks, SnapshotOptions options, SnapshotHistory history, OpsMetrics metrics,
    TimeProvider time, ILogger<SnapshotCollector> logger)
{
    private readonly Lock _sharing = new();
    private Task<SystemSnapshot>? _running;

    /// <summary>Takes a snapshot, or waits for the one that is being taken.</summary>
    public Task<SystemSnapshot> TakeAsync(string takenBy, CancellationToken cancellationToken)
    {
        Task<SystemSnapshot> shared;
        lock (_sharing)
        {
            // A caller that goes away must not end the snapshot for the others; the probes' own time-outs do.
            if (_running is not { IsCompleted: false })
            {
                _running = CaptureAsync(takenBy, CancellationToken.None);
            }

            shared = _running;
        }

        return shared.WaitAsync(cancellationToken);
    }

    /// <summary>What every probe sees now, without a judgement.</summary>
    public async Task<(IReadOnlyList<Fact> Facts, MarketClock Clock)> LookAsync(CancellationToken cancellationToken)
    {
        // All at once, so that one that hangs costs its own deadline and no other's.
        var seen = await Task.WhenAll(catalogue.Others.Prepend(catalogue.TradingStatus).Select(probe => runner.RunAsync(probe, cancellationToken)));
        var clock = clocks.Read(seen[0]);
        return ([clocks.Describe(clock, seen[0]), .. seen.Select(fact => MarketClockReader.AddLag(fact, clock))], clock);
    }

    private async Task<SystemSnapshot> CaptureAsync(string takenBy, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        var (facts, _) = await LookAsync(cancellationToken);
        var metadata = new SnapshotMetadata(started, time.GetUtcNow(), takenBy, Version, options.ClusterContext);
        var snapshot = SnapshotJudge.Judge(metadata, facts, options);
        history.Keep(snapshot);
        metrics.SnapshotTaken(snapshot);
        OpsLog.SnapshotTaken(
            logger, snapshot.Verdict.ToString().ToUpperInvariant(), (long)(metadata.CaptureEnded - started).TotalMilliseconds, facts.Count(f => !f.Ok),
            facts.Count);
        return snapshot;
    }

    private static string Version =>
        typeof(SnapshotCollector).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
