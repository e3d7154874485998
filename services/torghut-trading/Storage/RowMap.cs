using Torghut.Trading.Json;

namespace Torghut.Trading.Storage;

/// <summary>A row as a JSON object.</summary>
internal static class RowMap
{
    private static readonly HashSet<string> JsonColumns =
        ["rationale", "features", "sizing", "order_payload", "risk", "raw_order", "payload", "params", "input_summary", "output", "policy", "positions"];

    public static JsonMap Of(dynamic row)
    {
        var map = new JsonMap();
        foreach (var (name, value) in (IDictionary<string, object?>)row)
        {
            map.Add(name, Value(name, value));
        }

        return map;
    }

    private static object? Value(string name, object? value) => value switch
    {
        null => null,
        string text when JsonColumns.Contains(name) => new RawJson(PersistedJson.OfExternal(text).Text),
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        _ => value,
    };
}
