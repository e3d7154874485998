using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Torghut.Sandbox.Alpaca.Http;

/// <summary>Reads fields of a request's JSON body as Alpaca does: numbers may come as text.</summary>
internal static class RequestFields
{
    // Far above every amount that makes sense, far below what the arithmetic of decimals can hold.
    private const decimal LargestNumber = 1e12m;

    /// <summary>A text; null when the field is absent or something else.</summary>
    public static string? Text(JsonObject body, string key) =>
        body[key] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>A number that comes as a JSON number or as text; null when absent.</summary>
    public static decimal? Number(JsonObject body, string key)
    {
        if (body[key] is not { } node)
        {
            return null;
        }

        var text = node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= LargestNumber
            ? value
            : throw RefusedException.Malformed($"{key} is not a number");
    }
}
