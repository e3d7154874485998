using System.Text.Json;

namespace Torghut.Alpaca.Data;

/// <summary>Reads snapshots symbol by symbol: one that is not understood is left out and spoils no other.</summary>
internal static class SnapshotJson
{
    public static IReadOnlyList<AlpacaSnapshot> Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("Snapshots are not an object by symbol.");
        }

        var found = new List<AlpacaSnapshot>();
        foreach (var property in json.EnumerateObject())
        {
            try
            {
                found.Add(ReadOne(property.Name, property.Value));
            }
            catch (Exception broken) when (broken is FormatException or InvalidOperationException or OverflowException)
            {
                continue;
            }
        }

        return found;
    }

    private static AlpacaSnapshot ReadOne(string symbol, JsonElement json) => new(
        symbol,
        Price(json, "latestTrade", "p"),
        Price(json, "latestQuote", "bp"),
        Price(json, "latestQuote", "ap"),
        Price(json, "prevDailyBar", "c"));

    /// <summary>A side without an active quote has the price 0.</summary>
    private static decimal? Price(JsonElement json, string part, string field) =>
        json.TryGetProperty(part, out var found) && found.ValueKind == JsonValueKind.Object && found.Decimal(field) is > 0 and var price ? price : null;
}
