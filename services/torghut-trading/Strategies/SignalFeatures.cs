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
