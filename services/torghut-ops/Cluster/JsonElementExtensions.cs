using System.Text.Json;

namespace Torghut.Ops.Cluster;

/// <summary>Reading what a server wrote, which need not be as it should be.</summary>
internal static class JsonElementExtensions
{
    public static bool TryGet(this JsonElement element, string name, out JsonElement member)
    {
        member = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out member);
    }

    /// <summary>What stands below objects; null when there is nothing.</summary>
    public static JsonElement? Find(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (!element.TryGet(name, out element))
            {
                return null;
            }
        }

        return element;
    }

    /// <summary>A text below objects; null when there is none.</summary>
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Find(path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
