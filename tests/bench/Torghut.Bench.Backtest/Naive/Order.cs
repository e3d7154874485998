using System.Globalization;

namespace Torghut.Bench.Backtest.Naive;

/// <summary>What a strategy decided on a signal.</summary>
internal sealed record Order(string Symbol, DateTimeOffset At, bool Buys, bool Approved, decimal Qty)
{
    /// <summary>As orders are compared; what was rejected has no quantity.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Symbol} {At.ToUnixTimeSeconds()} {(Buys ? "buy" : "sell")} {(Approved ? decimal.Round(Qty, 0) : -1)}");
}
