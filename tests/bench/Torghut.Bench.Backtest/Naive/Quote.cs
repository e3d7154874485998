namespace Torghut.Bench.Backtest.Naive;

/// <summary>Both sides of a quote, an object each.</summary>
internal sealed record Quote(DateTimeOffset At, double Bid, double Ask);
