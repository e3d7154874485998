namespace Torghut.Trading.Strategies.Rules;

/// <summary>Names that a rule may use besides its parameters.</summary>
internal static class RuleNames
{
    public const string MinutesSinceOpen = "minutes_since_open";
    public const string MinutesToClose = "minutes_to_close";
    public const string PositionQty = "position.qty";
    public const string PositionAveragePrice = "position.avg_price";
    public const string PositionUnrealizedPct = "position.unrealized_pct";

    /// <summary>Features of a signal under their column names, with their units.</summary>
    public static IReadOnlyList<RuleFeature> Features { get; } =
    [
        new("macd", f => f.Macd, "ema12 − ema26, USD"),
        new("macd_signal", f => f.MacdSignal, "9-bar average of macd, USD"),
        new("macd_hist", f => f.MacdHist, "macd − macd_signal, USD"),
        new("ema12", f => f.Ema12, "12-bar exponential average of the closes, USD"),
        new("ema26", f => f.Ema26, "26-bar exponential average of the closes, USD"),
        new("rsi14", f => f.Rsi14, "Wilder's relative strength index over 14 bars, 0 to 100; null before 15 bars"),
        new("boll_mid", f => f.BollMid, "mean of 20 closes, USD; null before 20 bars"),
        new("boll_upper", f => f.BollUpper, "boll_mid and two population deviations, USD"),
        new("boll_lower", f => f.BollLower, "boll_mid less two population deviations, USD"),
        new("vwap_session", f => f.VwapSession, "volume-weighted average price since 04:00 New York, USD"),
        new("vwap_w5m", f => f.VwapW5m, "volume-weighted average price of the last five minutes, USD"),
        new("imbalance_spread", f => f.ImbalanceSpread, "ask − bid, USD; negative when crossed; null without a fresh quote"),
        new("imbalance_bid_px", f => f.ImbalanceBidPx, "best bid, USD"),
        new("imbalance_ask_px", f => f.ImbalanceAskPx, "best ask, USD"),
        new("imbalance_bid_sz", f => f.ImbalanceBidSz, "size of the best bid, shares"),
        new("imbalance_ask_sz", f => f.ImbalanceAskSz, "size of the best ask, shares"),
        new("vol_realized_w60s", f => f.VolRealizedW60s, "population deviation of the last log returns, a bar, not annualised"),
    ];

    public static RuleFeature? Feature(string name) => Features.FirstOrDefault(feature => feature.Name == name);

    /// <summary>Whether a name means something without being a parameter.</summary>
    public static bool IsTaken(string name) => Feature(name) is not null
        || name is MinutesSinceOpen or MinutesToClose or PositionQty or PositionAveragePrice or PositionUnrealizedPct
        || name is "and" or "or" or "not" or "is" or "null" or "true" or "false";
}
