using Torghut.Avro;

namespace Torghut.Sandbox.Registry.Store;

/// <summary>Decides whether a new version of a schema may follow the ones before it.</summary>
internal static class AvroCompatibility
{
    /// <summary>What stops <paramref name="candidate"/> from following <paramref name="previous"/>; empty when it may.</summary>
    /// <param name="previous">Versions in the order of their registration; levels that are not transitive look at the last one only.</param>
    public static IReadOnlyList<string> Check(AvroSchema candidate, IReadOnlyList<AvroSchema> previous, AvroCompatibilityLevel level)
    {
        var transitive = level is AvroCompatibilityLevel.BackwardTransitive or AvroCompatibilityLevel.ForwardTransitive
            or AvroCompatibilityLevel.FullTransitive;
        var messages = new List<string>();
        for (var i = transitive ? 0 : Math.Max(previous.Count - 1, 0); i < previous.Count; i++)
        {
            if (level is not (AvroCompatibilityLevel.None or AvroCompatibilityLevel.Forward or AvroCompatibilityLevel.ForwardTransitive))
            {
                messages.AddRange(new AvroResolver(previous[i], candidate).Incompatibilities.Select(
                    p => $"the new schema cannot read data of earlier schema {i + 1} of {previous.Count}: {p}"));
            }

            if (level is not (AvroCompatibilityLevel.None or AvroCompatibilityLevel.Backward or AvroCompatibilityLevel.BackwardTransitive))
            {
                messages.AddRange(new AvroResolver(candidate, previous[i]).Incompatibilities.Select(
                    p => $"earlier schema {i + 1} of {previous.Count} cannot read data of the new one: {p}"));
            }
        }

        return messages;
    }

    /// <summary>Reads a registry's word for a level, for example <c>BACKWARD_TRANSITIVE</c>.</summary>
    public static bool TryParseLevel(string text, out AvroCompatibilityLevel level)
    {
        foreach (var known in Enum.GetValues<AvroCompatibilityLevel>())
        {
            if (ToText(known).Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                level = known;
                return true;
            }
        }

        level = default;
        return false;
    }

    /// <summary>A registry's word for the level.</summary>
    public static string ToText(AvroCompatibilityLevel level) => level switch
    {
        AvroCompatibilityLevel.None => "NONE",
        AvroCompatibilityLevel.Backward => "BACKWARD",
        AvroCompatibilityLevel.BackwardTransitive => "BACKWARD_TRANSITIVE",
        AvroCompatibilityLevel.Forward => "FORWARD",
        AvroCompatibilityLevel.ForwardTransitive => "FORWARD_TRANSITIVE",
        AvroCompatibilityLevel.Full => "FULL",
        _ => "FULL_TRANSITIVE",
    };
}
