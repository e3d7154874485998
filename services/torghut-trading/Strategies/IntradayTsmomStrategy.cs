namespace Torghut.Trading.Strategies;

/// <summary>Intraday time-series momentum: joins an up-trend that is neither exhausted nor wild, leaves when it rolls over.</summary>
internal sealed class IntradayTsmomStrategy : IStrategyPlugin
{
    private const string MinHist = "min_macd_hist";
    private const string BuyRsiMin = "buy_rsi_min";
    private const string BuyRsiMax = "buy_rsi_max";
    private const string VolMin = "vol_min";
    private const string VolMax = "vol_max";
    private const string SellRsiMin = "sell_rsi_min";
    private const string SellSpreadMin = "sell_macd_spread_min";

    private static readonly StrategyIntent Buy = new(OrderSide.Buy, ["trend_up", "macd_above_signal", "rsi_in_band", "volatility_in_band"]);
    private static readonly StrategyIntent Sell = new(OrderSide.Sell, ["trend_down", "rsi_overbought", "macd_below_signal"]);

    /// <summary>All that it can wish for.</summary>
    public static IReadOnlyList<StrategyIntent> Intents { get; } = [Buy, Sell];

    public string Type => "intraday_tsmom";

    public string Version => "1.0.0";

    public IReadOnlyList<ParameterDefinition> Parameters { get; } =
    [
        new(MinHist, 0.04, -1000, 1000, "Buy only while the MACD histogram is at least this, USD"),
        new(BuyRsiMin, 52, 0, 100, "Lower end, inclusive, of the RSI14 band for buying"),
        new(BuyRsiMax, 62, 0, 100, "Upper end, inclusive, of the RSI14 band for buying"),
        new(VolMin, 0.001, 0, 10, "Lower end, inclusive, of realised volatility over 60 s for buying; an unknown volatility passes"),
        new(VolMax, 0.012, 0, 10, "Upper end, inclusive, of realised volatility over 60 s for buying; an unknown volatility passes"),
        new(SellRsiMin, 66, 0, 100, "Sell only while RSI14 is at least this"),
        new(SellSpreadMin, 0.06, -1000, 1000, "Sell only while MACD signal minus MACD is at least this, USD"),
    ];

    public IReadOnlyList<Feature> RequiredFeatures { get; } =
        [Feature.Macd, Feature.MacdSignal, Feature.MacdHist, Feature.Ema12, Feature.Ema26, Feature.Rsi14];

    public StrategyIntent? Evaluate(in StrategyContext context, SignalFeatures features)
    {
        if (features is not { Macd: { } macd, MacdSignal: { } signal, MacdHist: { } hist, Ema12: { } fast, Ema26: { } slow, Rsi14: { } rsi })
        {
            return null;
        }

        var p = context.Parameters;
        if (fast > slow && macd > signal && hist >= p[MinHist] && rsi >= p[BuyRsiMin] && rsi <= p[BuyRsiMax] && VolatilityAllows(features.VolRealizedW60s, p))
        {
            return Buy;
        }

        return fast < slow && rsi >= p[SellRsiMin] && signal - macd >= p[SellSpreadMin] ? Sell : null;
    }

    private static bool VolatilityAllows(double? volatility, StrategyParameters p) =>
        volatility is not { } known || (known >= p[VolMin] && known <= p[VolMax]);
}
