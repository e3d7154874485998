using Torghut.Common.Drills;
using Torghut.Contracts.Decoding;
using Torghut.Ops.Audit;
using Torghut.Ops.Cluster;
using Torghut.Ops.GitOps;
using Torghut.Ops.Snapshots;

namespace Torghut.Ops.Replay;

/// <summary>What a replay works with.</summary>
/// <param name="Say">Where a person reads.</param>
internal sealed record ReplayContext(
    ReplayOptions Options, GitOpsOptions GitOps, TargetOptions Targets, ReplayLogs Logs, DerivedRows Rows, HttpClient Http, TimeProvider Time,
    Action<string> Say)
{
    public required AuditTrail Audit { get; init; }

    public required string Actor { get; init; }

    public required Failpoints Failpoints { get; init; }

    public ClusterOptions ClusterOptions { get; init; } = new();

    /// <summary>Null where nothing but the services themselves can be asked.</summary>
    public ClusterClient? Cluster { get; init; }

    /// <summary>Where the schemas of records are; null when it is not configured.</summary>
    public ISchemaSource? Schemas { get; init; }

    /// <summary>Flink takes offsets from its state and looks at a group's only where it has none.</summary>
    public Gate? StateGate() => !ClusterOptions.IsFlink ? null
        : new("state", $"{ClusterOptions.TaWorkload} takes its offsets from its state: a new group id alone does not rewind, and this plan discards no state");

    public async Task<ReplayPlan> PlanAsync(ReplayArguments arguments, CancellationToken cancellationToken)
    {
        using var repository = GitOpsRepository.Open(GitOps);
        var current = TaManifest.Read(GitOpsRepository.Text(repository.Fetch(), Options.Manifest));
        var inputs = await Logs.ReadAsync(ReplayLogs.Inputs);
        var range = await Rows.RangeAsync(cancellationToken);

        // Without a window, everything that the retained inputs can give once more.
        var reachable = inputs.Where(log => !log.IsComplete).Max(log => log.Oldest);
        var from = arguments.From ?? (range is { } rows && !(reachable > rows.Oldest) ? rows.Oldest : reachable);
        var to = arguments.To ?? range?.Newest;
        return new ReplayPlan(
            arguments.ReplayId, current, inputs, await Rows.TimesToLiveAsync(cancellationToken),
            await TradingPosture.ReadAsync(Targets, Http, cancellationToken),
            await Logs.WasUsedAsync(ReplayPlan.GroupOf(arguments.ReplayId), cancellationToken), Time.GetUtcNow(),
            range is not null && from <= to ? (from.Value, to!.Value) : null)
        {
            State = StateGate(),
        };
    }
}
