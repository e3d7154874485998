using System.Globalization;
using System.Text.Json;
using Torghut.Trading.Json;

namespace Torghut.Trading.Reconciliation;

/// <summary>Signed shares by symbol, as they are stored: quantities as text, because JSON's numbers are doubles to most readers.</summary>
internal static class PositionOffsets
{
    public static JsonMap ToMap(IReadOnlyDictionary<string, decimal> positions)
    {
        var map = new JsonMap();
        foreach (var (symbol, qty) in positions)
        {
            map[symbol] = qty;
        }

        return map;
    }

    public static IReadOnlyDictionary<string, decimal> Parse(string stored) =>
        (JsonSerializer.Deserialize<Dictionary<string, string>>(stored) ?? [])
        .ToDictionary(p => p.Key, p => decimal.Parse(p.Value, CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
