using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Ops.Cluster;
using Torghut.Ops.Snapshots;

namespace Torghut.Ops.Replay;

/// <summary>
/// What torghut-ta says of itself, which is what it was started with; and, in a cluster, whether its controller is through with what was asked.
/// </summary>
internal sealed class TaWorkload(TargetOptions targets, HttpClient http, ClusterClient? cluster, ClusterOptions options, TimeProvider time)
{
    /// <summary>A connection may be silent for ever: the client itself has no limit.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>Null while nobody answers.</summary>
    public async Task<(string Group, string JobState)?> ReadAsync(CancellationToken cancellationToken)
    {
        if (targets.TechnicalAnalysis is null)
        {
            return null;
        }

        try
        {
            var status = JsonNode.Parse(await http.GetStringAsync(new Uri(targets.TechnicalAnalysis, "/ta/status"), cancellationToken));
            return status?["group_id"]?.GetValue<string>() is { } group && status["job_state"]?.GetValue<string>() is { } state ? (group, state) : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or InvalidOperationException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>
    /// Whether the controller has observed the Deployment's generation and replaced every pod: one pod that says the right thing may stand beside another of
    /// before. Always where there is no cluster; null while the cluster does not say.
    /// </summary>
    public async Task<bool?> IsObservedAsync(CancellationToken cancellationToken)
    {
        if (cluster is null)
        {
            return true;
        }

        using var limit = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var path = $"{ClusterResource.Deployments(options.Namespace).Path}/{options.TaWorkloadName}";
            return IsRolledOut(await cluster.GetAsync(path, either.Token));
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or IOException or ClusterConfigurationException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    internal static bool IsRolledOut(JsonElement deployment)
    {
        var replicas = Number(deployment, "spec", "replicas") ?? 1;
        return Number(deployment, "metadata", "generation") is { } generation && Number(deployment, "status", "observedGeneration") >= generation
            && (Number(deployment, "status", "updatedReplicas") ?? 0) == replicas && (Number(deployment, "status", "replicas") ?? 0) == replicas;
    }

    private static long? Number(JsonElement element, params ReadOnlySpan<string> path) =>
        element.Find(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;
}
