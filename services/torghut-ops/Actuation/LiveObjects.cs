using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Common.Resilience;
using Torghut.Ops.Cluster;

namespace Torghut.Ops.Actuation;

/// <summary>Objects of the cluster, as they are now.</summary>
internal sealed class LiveObjects(ClusterClient cluster, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <exception cref="LiveObjectException">The cluster did not give it.</exception>
    public Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        GuardAsync($"GET {path}", async either => await cluster.GetAsync(path, either), cancellationToken);

    /// <summary>Patches it.</summary>
    /// <param name="strategic">By Kubernetes' rules for lists; else as RFC 7386.</param>
    /// <exception cref="LiveObjectException">The cluster refused, or did not say whether it did.</exception>
    public Task PatchAsync(string path, JsonObject patch, bool strategic, CancellationToken cancellationToken)
    {
        var type = strategic ? "application/strategic-merge-patch+json" : "application/merge-patch+json";
        return GuardAsync($"PATCH {path}", either => cluster.PatchAsync(path, patch.ToJsonString(), type, either), cancellationToken);
    }

    private async Task<JsonObject> GuardAsync(string what, Func<CancellationToken, Task<JsonElement>> call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return JsonObject.Create(await call(either.Token))!;
        }
        catch (HttpStatusException refused)
        {
            throw new LiveObjectException($"{what} was answered by {(int)refused.StatusCode!}", (int)refused.StatusCode!, refused);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or IOException or ClusterConfigurationException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new LiveObjectException($"{what} failed: {failure.Message}", null, failure);
        }
    }
}
