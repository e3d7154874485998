namespace Torghut.Trading.Strategies;

/// <summary>Buys an upward MACD cross while oversold, sells a downward one while overbought.</summary>
internal sealed class MacdRsiStrategy : IStrategyPlugin
{
    private const string BuyRsiBelow = "buy_rsi_below";
    private const string SellRsiAbove = "sell_rsi_above";

    private static readonly StrategyIntent Buy = new(OrderSide.Buy, ["macd_cross_up", "rsi_oversold"]);
    private static readonly StrategyIntent Sell = new(OrderSide.Sell, ["macd_cross_down", "rsi_overbought"]);

    /// <summary>All that it can wish for.</summary>
    public static IReadOnlyList<StrategyIntent> Intents { get; } = [Buy, Sell];

    public string Type => "macd_rsi";

    public string Version => "1.0.0";

    public IReadOnlyList<ParameterDefinition> Parameters { get; } =
    [
        new(BuyRsiBelow, 35, 0, 100, "Buy only while RSI14 is below this"),
        new(SellRsiAbove, 65, 0, 100, "Sell only while RSI14 is above this"),
    ];

    public IReadOnlyList<Feature> RequiredFeatures { get; } = [Feature.Macd, Feature.MacdSignal, Feature.Rsi14];

    public StrategyIntent? Evaluate(in StrategyContext context, SignalFeatures features)
    {
        if (features is not { Macd: { } macd, MacdSignal: { } signal, Rsi14: { } rsi })
        {
            return null;
        }

        if (macd > signal && rsi < context.Parameters[BuyRsiBelow])
        {
            return Buy;
        }

        return macd < signal && rsi > context.Parameters[SellRsiAbove] ? Sell : null;
    }
}
