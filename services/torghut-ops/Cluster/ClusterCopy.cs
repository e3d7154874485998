using System.Collections.Immutable;
using System.Text.Json;

namespace Torghut.Ops.Cluster;

/// <summary>The objects of a kind as a watch knows them.</summary>
/// <param name="Objects">By name.</param>
/// <param name="SeenAt">When the server was heard last.</param>
internal sealed record ClusterCopy(ImmutableDictionary<string, JsonElement> Objects, DateTimeOffset SeenAt);
