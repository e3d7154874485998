using System.Globalization;
using System.Text.Json;

namespace Torghut.Alpaca.Data;

/// <summary>Reads corporate actions; what misses a field is a <see cref="FormatException"/>.</summary>
internal static class CorporateActionJson
{
    /// <summary>The kinds that are asked for, as the query names them.</summary>
    public const string Types = "forward_split,reverse_split,unit_split,name_change";

    /// <summary>Reads an item of one of the lists; null for a list that was not asked for.</summary>
    public static AlpacaCorporateAction? Read(string list, JsonElement json) => list switch
    {
        "forward_splits" or "reverse_splits" => new(true, [json.RequiredText("symbol")], Day(json, "ex_date"), Ratio(json)),
        "unit_splits" => new(true, Both(json), Day(json, "effective_date", "process_date"), Ratio(json)),
        "name_changes" => new(false, Both(json), Day(json, "process_date"), null),
        _ => null,
    };

    private static string[] Both(JsonElement json) =>
        [.. new[] { json.RequiredText("old_symbol"), json.RequiredText("new_symbol") }.Distinct(StringComparer.Ordinal)];

    private static decimal Ratio(JsonElement json) => Rate(json, "new_rate") / Rate(json, "old_rate");

    private static decimal Rate(JsonElement json, string name) =>
        json.RequiredDecimal(name) is > 0 and var rate ? rate : throw new FormatException($"Field '{name}' is not a rate.");

    private static DateOnly Day(JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (json.Text(name) is { Length: > 0 } text)
            {
                return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                    ? day
                    : throw new FormatException($"Field '{name}' is not a date.");
            }
        }

        throw new FormatException($"Field '{names[0]}' is missing.");
    }
}
