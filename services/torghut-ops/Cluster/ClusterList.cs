using System.Text.Json;

namespace Torghut.Ops.Cluster;

/// <summary>All objects of a kind at one version of the store.</summary>
/// <param name="Objects">By name.</param>
/// <param name="Version">The store's version, from which a watch goes on.</param>
internal sealed record ClusterList(IReadOnlyDictionary<string, JsonElement> Objects, string Version);
