using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Http;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>
/// The account's settings. Fields and words as in alpaca/trading/models.py (AccountConfiguration) of github.com/alpacahq/alpaca-py; the
/// two day-trading checks are optional there since Alpaca gave them up in 2026, and have no effect here either.
/// </summary>
internal sealed record AccountConfiguration
{
    private static readonly JsonSerializerOptions Wire = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly Dictionary<string, string[]> Choices = new(StringComparer.Ordinal)
    {
        ["dtbp_check"] = ["both", "entry", "exit"],
        ["pdt_check"] = ["both", "entry", "exit"],
        ["trade_confirm_email"] = ["all", "none"],
        ["max_margin_multiplier"] = ["1", "2", "4"],
    };

    public string DtbpCheck { get; init; } = "entry";

    /// <summary>Without it orders for parts of a share that open or increase a position are refused.</summary>
    public bool FractionalTrading { get; init; } = true;

    /// <summary>Bound of the buying power per dollar of equity: 1, 2 or 4.</summary>
    public string MaxMarginMultiplier { get; init; } = "4";

    public int MaxOptionsTradingLevel { get; init; }

    /// <summary>With it sales that open or increase a short position are refused.</summary>
    public bool NoShorting { get; init; }

    public string PdtCheck { get; init; } = "entry";

    public bool PtpNoExceptionEntry { get; init; }

    public bool DisableOvernightTrading { get; init; }

    /// <summary>With it every new order is refused.</summary>
    public bool SuspendTrade { get; init; }

    public string TradeConfirmEmail { get; init; } = "all";

    public JsonObject ToJson() => (JsonObject)JsonSerializer.SerializeToNode(this, Wire)!;

    /// <summary>The settings with some of them changed; null leaves one as it is, unknown ones are ignored as Alpaca does.</summary>
    /// <exception cref="RefusedException">A value is of the wrong kind or not one of those allowed.</exception>
    public AccountConfiguration With(JsonObject changes)
    {
        var all = ToJson();
        foreach (var (key, value) in changes)
        {
            if (value is not null && all.ContainsKey(key))
            {
                all[key] = Checked(key, value, all[key]!.GetValueKind());
            }
        }

        return all.Deserialize<AccountConfiguration>(Wire)!;
    }

    private static JsonNode Checked(string key, JsonNode value, JsonValueKind present)
    {
        if (Choices.TryGetValue(key, out var choices))
        {
            var text = value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : string.Empty;
            return choices.Contains(text) ? text : throw RefusedException.Malformed($"{key} must be one of {string.Join(", ", choices)}");
        }

        if (present == JsonValueKind.Number)
        {
            return value is JsonValue number && number.TryGetValue<int>(out var level) && level is >= 0 and <= 3
                ? level
                : throw RefusedException.Malformed($"{key} must be 0 to 3");
        }

        return value.GetValueKind() is JsonValueKind.True or JsonValueKind.False
            ? value.DeepClone()
            : throw RefusedException.Malformed($"{key} must be true or false");
    }
}
