namespace Torghut.Bench.Backtest.Naive;

/// <summary>What a strategy looks at; null until it is warm.</summary>
internal sealed record Indicators(
    string Symbol, DateTimeOffset At, double Macd, double MacdSignal, double Ema12, double Ema26, double? Rsi, double? Bid, double? Ask)
{
    public double? BollingerMiddle { get; init; }

    public double? BollingerUpper { get; init; }

    public double? BollingerLower { get; init; }

    public double? SessionVwap { get; init; }

    public double? WindowVwap { get; init; }

    public double? Volatility { get; init; }
}
