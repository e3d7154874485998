using Torghut.Trading.Json;

namespace Torghut.Trading.Strategies;

/// <summary>One row of indicators; a value is null until its indicator is warm.</summary>
internal sealed record SignalFeatures
{
    public static SignalFeatures Empty { get; } = new();

    public double? Macd { get; init; }
    public double? MacdSignal { get; init; }
    public double? MacdHist { get; init; }
    public double? Ema12 { get; init; }
    public double? Ema26 { get; init; }
    public double? Rsi14 { get; init; }
    public double? BollMid { get; init; }
    public double? BollUpper { get; init; }
    public double? BollLower { get; init; }
    public double? VwapSession { get; init; }
    public double? VwapW5m { get; init; }
    public double? ImbalanceSpread { get; init; }
    public double? ImbalanceBidPx { get; init; }
    public double? ImbalanceAskPx { get; init; }
    public double? ImbalanceBidSz { get; init; }
    public double? ImbalanceAskSz { get; init; }
    public double? VolRealizedW60s { get; init; }

    /// <summary>The features of a map under their column names; what it lacks is null.</summary>
    public static SignalFeatures Of(IReadOnlyDictionary<string, double?> values)
    {
        double? At(string name) => values.TryGetValue(name, out var value) ? value : null;
        return new SignalFeatures
        {
            Macd = At("macd"),
            MacdSignal = At("macd_signal"),
            MacdHist = At("macd_hist"),
            Ema12 = At("ema12"),
            Ema26 = At("ema26"),
            Rsi14 = At("rsi14"),
            BollMid = At("boll_mid"),
            BollUpper = At("boll_upper"),
            BollLower = At("boll_lower"),
            VwapSession = At("vwap_session"),
            VwapW5m = At("vwap_w5m"),
            ImbalanceSpread = At("imbalance_spread"),
            ImbalanceBidPx = At("imbalance_bid_px"),
            ImbalanceAskPx = At("imbalance_ask_px"),
            ImbalanceBidSz = At("imbalance_bid_sz"),
            ImbalanceAskSz = At("imbalance_ask_sz"),
            VolRealizedW60s = At("vol_realized_w60s"),
        };
    }

    /// <summary>Every feature under its column name.</summary>
    public JsonMap ToMap() => new()
    {
        ["macd"] = Macd,
        ["macd_signal"] = MacdSignal,
        ["macd_hist"] = MacdHist,
        ["ema12"] = Ema12,
        ["ema26"] = Ema26,
        ["rsi14"] = Rsi14,
        ["boll_mid"] = BollMid,
        ["boll_upper"] = BollUpper,
        ["boll_lower"] = BollLower,
        ["vwap_session"] = VwapSession,
        ["vwap_w5m"] = VwapW5m,
        ["imbalance_spread"] = ImbalanceSpread,
        ["imbalance_bid_px"] = ImbalanceBidPx,
        ["imbalance_ask_px"] = ImbalanceAskPx,
        ["imbalance_bid_sz"] = ImbalanceBidSz,
        ["imbalance_ask_sz"] = ImbalanceAskSz,
        ["vol_realized_w60s"] = VolRealizedW60s,
    };

    /// <summary>Digest over <see cref="ToMap"/>, nulls included.</summary>
    public string Hash() => Digest.Of(ToMap());
}
