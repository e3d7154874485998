namespace Torghut.Bench.Backtest.Naive;

/// <summary>A second with trades.</summary>
internal sealed record Bar(string Symbol, DateTimeOffset End, double Open, double High, double Low, double Close, double Volume, double Vwap);
