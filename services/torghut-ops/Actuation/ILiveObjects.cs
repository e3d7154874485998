using System.Text.Json.Nodes;

namespace Torghut.Ops.Actuation;

/// <summary>Objects of the cluster, as they are now.</summary>
internal interface ILiveObjects
{
    /// <exception cref="LiveObjectException">The cluster did not give it.</exception>
    Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken);

    /// <summary>Patches it.</summary>
    /// <param name="strategic">By Kubernetes' rules for lists; else as RFC 7386.</param>
    Task PatchAsync(string path, JsonObject patch, bool strategic, CancellationToken cancellationToken);
}
