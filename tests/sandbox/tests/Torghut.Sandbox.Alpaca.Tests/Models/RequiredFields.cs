using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Torghut.Sandbox.Alpaca.Tests.Models;

/// <summary>
/// The fields that Alpaca's Python client cannot do without, and what each must parse as. An answer that lacks one, or has it in another
/// form, makes that client raise a validation error. Source: github.com/alpacahq/alpaca-py, the file named with each model.
/// </summary>
internal static class RequiredFields
{
    /// <summary>alpaca/trading/models.py, AccountConfiguration.</summary>
    public static readonly (string Name, string Type)[] AccountConfiguration =
    [
        ("fractional_trading", "bool"), ("max_margin_multiplier", "str"), ("no_shorting", "bool"), ("suspend_trade", "bool"),
        ("trade_confirm_email", "all|none"), ("ptp_no_exception_entry", "bool"), ("dtbp_check", "both|entry|exit?"), ("pdt_check", "both|entry|exit?"),
        ("max_options_trading_level", "int?"), ("disable_overnight_trading", "bool?"),
    ];

    /// <summary>alpaca/trading/models.py, Order; words from alpaca/trading/enums.py.</summary>
    public static readonly (string Name, string Type)[] Order =
    [
        ("id", "uuid"), ("client_order_id", "str"), ("created_at", "datetime"), ("updated_at", "datetime"), ("submitted_at", "datetime"),
        ("order_class", "|simple|mleg|bracket|oco|oto"), ("time_in_force", "day|gtc|opg|cls|ioc|fok"), ("extended_hours", "bool"),
        ("type", "market|limit|stop|stop_limit|trailing_stop?"), ("side", "buy|sell?"), ("trail_percent", "str?"), ("trail_price", "str?"), ("hwm", "str?"),
        ("asset_id", "uuid?"), ("asset_class", "us_equity?"), ("filled_qty", "str?"), ("expires_at", "datetime?"), ("replaced_by", "uuid?"), ("legs", "list?"),
        ("position_intent", "buy_to_open|buy_to_close|sell_to_open|sell_to_close?"),
        ("status", "new|partially_filled|filled|done_for_day|canceled|expired|replaced|pending_cancel|pending_replace|accepted|pending_new|rejected|held"),
    ];

    /// <summary>alpaca/trading/models.py, BaseActivity and TradeActivity.</summary>
    public static readonly (string Name, string Type)[] TradeActivity =
    [
        ("id", "str"), ("account_id", "uuid"), ("activity_type", "FILL"), ("transaction_time", "datetime"), ("type", "fill|partial_fill"), ("price", "float"),
        ("qty", "float"), ("side", "buy|sell"), ("symbol", "str"), ("leaves_qty", "float"), ("order_id", "uuid"), ("cum_qty", "float"),
        ("order_status", "partially_filled|filled"),
    ];

    /// <summary>alpaca/trading/models.py, BaseActivity and NonTradeActivity.</summary>
    public static readonly (string Name, string Type)[] NonTradeActivity =
    [
        ("id", "str"), ("account_id", "uuid"), ("activity_type", "str"), ("date", "date"), ("net_amount", "float"), ("description", "str"),
        ("status", "executed|correct|canceled?"), ("symbol", "str?"), ("qty", "float?"), ("price", "float?"), ("per_share_amount", "float?"),
    ];

    /// <summary>alpaca/trading/models.py, Watchlist.</summary>
    public static readonly (string Name, string Type)[] Watchlist =
        [("id", "uuid"), ("account_id", "uuid"), ("name", "str"), ("created_at", "datetime"), ("updated_at", "datetime"), ("assets", "list?")];

    /// <summary>alpaca/trading/models.py, Asset.</summary>
    public static readonly (string Name, string Type)[] Asset =
    [
        ("id", "uuid"), ("class", "us_equity"), ("exchange", "AMEX|ARCA|BATS|NYSE|NASDAQ|NYSEARCA|OTC"), ("symbol", "str"), ("status", "active|inactive"),
        ("tradable", "bool"), ("marginable", "bool"), ("shortable", "bool"), ("fractionable", "bool"), ("attributes", "list?"),
    ];

    /// <summary>alpaca/data/models/quotes.py, Quote, by the keys of QUOTE_MAPPING in alpaca/data/mappings.py.</summary>
    public static readonly (string Name, string Type)[] Quote =
    [
        ("t", "datetime"), ("ap", "float"), ("as", "float"), ("bp", "float"), ("bs", "float"), ("ax", "str?"), ("bx", "str?"), ("c", "list?"), ("z", "str?"),
    ];

    /// <summary>alpaca/data/models/trades.py, Trade, by the keys of TRADE_MAPPING.</summary>
    public static readonly (string Name, string Type)[] Trade =
        [("t", "datetime"), ("p", "float"), ("s", "float"), ("i", "int?"), ("x", "str?"), ("c", "list?"), ("z", "str?")];

    /// <summary>alpaca/data/models/bars.py, Bar, by the keys of BAR_MAPPING.</summary>
    public static readonly (string Name, string Type)[] Bar =
        [("t", "datetime"), ("o", "float"), ("h", "float"), ("l", "float"), ("c", "float"), ("v", "float"), ("n", "float?"), ("vw", "float?")];

    /// <summary>What the client would object to.</summary>
    public static IEnumerable<string> Missing(this JsonNode response, (string Name, string Type)[] model) =>
        from field in model
        let value = response[field.Name]
        where value is null ? !field.Type.EndsWith('?') : !Fits(value, field.Type.TrimEnd('?'))
        select $"{field.Name}: {value?.ToJsonString() ?? "missing"} is not {field.Type}";

    private static bool Fits(JsonNode value, string type)
    {
        var (kind, text) = (value.GetValueKind(), value.ToString());
        return type switch
        {
            "bool" => kind is JsonValueKind.True or JsonValueKind.False,
            "str" => kind == JsonValueKind.String,
            "int" => kind == JsonValueKind.Number && long.TryParse(text, CultureInfo.InvariantCulture, out _),
            "float" => kind is JsonValueKind.Number or JsonValueKind.String && double.TryParse(text, CultureInfo.InvariantCulture, out _),
            "uuid" => Guid.TryParseExact(text, "D", out _),
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", out _),
            "datetime" => text.Length > 10 && text[10] == 'T' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
            "list" => kind == JsonValueKind.Array,
            _ => kind == JsonValueKind.String && type.Split('|').Contains(text),
        };
    }
}
