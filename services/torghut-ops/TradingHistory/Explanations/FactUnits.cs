using System.Collections.Frozen;

namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>Units of what is stored under a name, by the last part of it; empty for what has none or is not known.</summary>
internal static class FactUnits
{
    private const string Dollars = "USD";
    private const string DollarsAShare = "USD a share";
    private const string Shares = "shares";

    private static readonly FrozenDictionary<string, string> Units = Of(
            DollarsAShare, "macd", "macd_signal", "macd_hist", "ema12", "ema26", "boll_mid", "boll_upper", "boll_lower", "vwap_session", "vwap_w5m",
            "imbalance_spread", "imbalance_bid_px", "imbalance_ask_px", "price", "price_recent", "price_previous_close", "price_broker_quote",
            "price_broker_trade", "price_streamed", "price_average", "limit_price", "o", "h", "l", "c", "vwap")
        .Concat(Of(
            Shares, "imbalance_bid_sz", "imbalance_ask_sz", "qty", "opening_qty", "position_qty", "pending_buy_qty", "pending_sell_qty", "recent_volume",
            "min_qty", "max_shares", "v"))
        .Concat(Of(
            Dollars, "equity", "buying_power", "daily_loss", "max_notional", "min_notional", "max_symbol_exposure", "max_gross_exposure", "max_net_exposure",
            "other_gross", "other_net_long", "other_net_short", "daily_loss_limit", "notional"))
        .Concat(Of("0 to 100", "rsi14"))
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Unit, StringComparer.Ordinal);

    public static string Of(string name) => Units.GetValueOrDefault(name[(name.LastIndexOf('.') + 1)..], "");

    private static IEnumerable<(string Name, string Unit)> Of(string unit, params string[] names) => names.Select(name => (name, unit));
}
