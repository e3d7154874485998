using System.Globalization;
using System.Text.Json.Nodes;
using Torghut.Ops.Cluster;

namespace Torghut.Ops.Actuation;

/// <summary>Self-heal of an application as the object says it.</summary>
/// <param name="IsAutomated">Whether Argo CD syncs it by itself at all.</param>
/// <param name="PausedBy">Who paused it by a command of ours; null when no such pause is in force.</param>
/// <param name="Version">Of the object that was read.</param>
internal sealed record SelfHealState(bool IsOn, bool IsAutomated, string? PausedBy, DateTimeOffset? Until, string? Version)
{
    public static SelfHealState Of(JsonObject live)
    {
        var automated = (live["spec"] as JsonObject)?["syncPolicy"] is JsonObject policy ? policy["automated"] as JsonObject : null;
        var metadata = live["metadata"] as JsonObject;
        var annotations = metadata?["annotations"] as JsonObject;
        return new SelfHealState(
            automated?["selfHeal"] is JsonValue heal && heal.TryGetValue<bool>(out var isOn) && isOn,
            automated is not null,
            Text(annotations?[SelfHealMarks.Owner]),
            DateTimeOffset.TryParse(
                Text(annotations?[SelfHealMarks.Expiry]), CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var until)
                ? until : null,
            Text(metadata?["resourceVersion"]));
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
