using System.Text;
using System.Text.Json;
using Torghut.Alpaca.Text;

namespace Torghut.Alpaca.Data;

/// <summary>Reads historical items; what is not finite or misses a field is a <see cref="FormatException"/>.</summary>
internal static class HistoryJson
{
    private const int MaxTimestamp = 40;

    public static AlpacaBar ReadBar(string symbol, JsonElement json) => new(
        symbol,
        Nanos(json),
        Number(json, "o"),
        Number(json, "h"),
        Number(json, "l"),
        Number(json, "c"),
        Number(json, "v"),
        json.TryGetProperty("n", out var count) && count.TryGetInt64(out var trades) ? trades : 0,
        json.TryGetProperty("vw", out var vwap) && vwap.ValueKind == JsonValueKind.Number ? Number(json, "vw") : null);

    public static AlpacaTrade ReadTrade(string symbol, JsonElement json) => new(
        symbol,
        Nanos(json),
        json.GetProperty("i").GetInt64(),
        Price(json, "p"),
        Number(json, "s"),
        json.Text("x") ?? "",
        json.TryGetProperty("c", out var conditions) && conditions.ValueKind == JsonValueKind.Array
            ? conditions.ToList(condition => condition.GetString() ?? "")
            : [],
        json.Text("z") ?? "",
        json.Text("u"));

    /// <summary>As the socket's: a trade at 0 is none.</summary>
    private static double Price(JsonElement json, string name) =>
        Number(json, name) is > 0 and var price ? price : throw new FormatException($"Field '{name}' is not a price.");

    private static double Number(JsonElement json, string name)
    {
        var value = json.GetProperty(name).GetDouble();
        return double.IsFinite(value) && value >= 0 ? value : throw new FormatException($"Field '{name}' is not a finite positive number.");
    }

    private static long Nanos(JsonElement json)
    {
        var text = json.RequiredText("t");
        Span<byte> bytes = stackalloc byte[MaxTimestamp];
        return Encoding.UTF8.TryGetBytes(text, bytes, out var length) && Rfc3339.TryParse(bytes[..length], out var nanos)
            ? nanos
            : throw new FormatException("Field 't' is not a timestamp.");
    }
}
