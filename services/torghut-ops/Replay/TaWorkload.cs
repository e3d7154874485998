using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Ops.Cluster;
using Torghut.Ops.Snapshots;

namespace Torghut.Ops.Replay;

/// <summary>
/// What torghut-ta says of itself, which is what it was started with; and, in a cluster, whether its controller is through with what was asked.
/// </summary>
internal sealed class TaWorkload(TargetOptions targets, HttpClient http, ClusterClient? cluster, ClusterOptions options)
{
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
    /// before. Always where there is no cluster.
    /// </summary>
    public async Task<bool> IsObservedAsync(CancellationToken cancellationToken)
    {
        if (cluster is null)
        {
            return true;
        }

        try
        {
            var path = $"{ClusterResource.Deployments(options.Namespace).Path}/{options.TaWorkloadName}";
            return IsRolledOut(await cluster.GetAsync(path, cancellationToken));
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or ClusterConfigurationException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
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
