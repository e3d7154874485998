using System.Text.Json.Nodes;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>An answer.</summary>
internal sealed record Reading(JsonNode? Value, string? Detail = null)
{
    /// <summary>When it was so, where that is not now.</summary>
    public DateTimeOffset? ObservedAt { get; init; }
}
