namespace Torghut.Trading.Strategies;

/// <summary>Buys what stands far below the session's average price and is oversold, sells what stands far above it.</summary>
internal sealed class GapFadeStrategy : IStrategyPlugin
{
    private const string MinGapPct = "min_gap_pct";
    private const string BuyRsiBelow = "buy_rsi_below";
    private const double PerCent = 100;

    // The same two objects every time: an evaluation takes no memory.
    private static readonly StrategyIntent Buy = new(OrderSide.Buy, ["below_session_average", "rsi_oversold"]);
    private static readonly StrategyIntent Sell = new(OrderSide.Sell, ["above_session_average"]);

    public string Type => "gap_fade";

    public string Version => "1.0.0";

    public IReadOnlyList<ParameterDefinition> Parameters { get; } =
    [
        new(MinGapPct, 0.5, 0.01, 20, "Trade only while the price is at least so far from the session's average, per cent"),
        new(BuyRsiBelow, 35, 0, 100, "Buy only while RSI14 is below this"),
    ];

    public IReadOnlyList<Feature> RequiredFeatures { get; } =
        [new("vwap_session", features => features.VwapSession), new("ema12", features => features.Ema12), Feature.Rsi14];

    public StrategyIntent? Evaluate(in StrategyContext context, SignalFeatures features)
    {
        // Every feature may be null: it is not warm yet, or there is no quote.
        if (features is not { VwapSession: > 0 and var average, Ema12: { } price, Rsi14: { } rsi })
        {
            return null;
        }

        var gap = (price - average) / average * PerCent;
        if (gap <= -context.Parameters[MinGapPct] && rsi < context.Parameters[BuyRsiBelow])
        {
            return Buy;
        }

        return gap >= context.Parameters[MinGapPct] ? Sell : null;
    }
}
