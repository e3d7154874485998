namespace Torghut.Trading.Strategies;

/// <summary>A feature a strategy cannot do without.</summary>
/// <param name="Name">Column name.</param>
/// <param name="Read">Takes the value from a row; null when it is not warm.</param>
internal sealed record Feature(string Name, Func<SignalFeatures, double?> Read)
{
    public static Feature Macd { get; } = new("macd", f => f.Macd);
    public static Feature MacdSignal { get; } = new("macd_signal", f => f.MacdSignal);
    public static Feature MacdHist { get; } = new("macd_hist", f => f.MacdHist);
    public static Feature Ema12 { get; } = new("ema12", f => f.Ema12);
    public static Feature Ema26 { get; } = new("ema26", f => f.Ema26);
    public static Feature Rsi14 { get; } = new("rsi14", f => f.Rsi14);

    /// <summary>Those that compiled strategies need; the same feature is the same object for all.</summary>
    public static IReadOnlyList<Feature> Known { get; } = [Macd, MacdSignal, MacdHist, Ema12, Ema26, Rsi14];
}
