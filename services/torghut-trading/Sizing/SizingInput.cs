using Torghut.Trading.Strategies;

namespace Torghut.Trading.Sizing;

/// <summary>What the size of an order depends on.</summary>
/// <param name="Side">Buy or sell.</param>
/// <param name="Price">USD a share.</param>
/// <param name="Equity">USD; null when the account is not known.</param>
/// <param name="StrategyMaxNotional">USD; null when the strategy sets none.</param>
/// <param name="StrategyMaxPositionPct">Fraction of equity; null when the strategy sets none.</param>
/// <param name="Volatility">Realised volatility of the symbol; null when it is not known.</param>
/// <param name="Position">Signed shares held, working orders on the order's side counted as filled.</param>
/// <param name="OtherGross">Sum of |exposure| in other symbols, USD.</param>
/// <param name="OtherNet">Net exposure in other symbols, USD.</param>
/// <param name="OtherPositions">Other symbols held.</param>
internal sealed record SizingInput(
    OrderSide Side,
    decimal Price,
    decimal? Equity,
    decimal? StrategyMaxNotional,
    decimal? StrategyMaxPositionPct,
    double? Volatility,
    decimal Position,
    decimal OtherGross,
    decimal OtherNet,
    int OtherPositions)
{
    /// <summary>Whether parts of a share can be ordered.</summary>
    public bool Fractionable { get; init; } = true;

    /// <summary>Shares of the position that no open order holds; null when the broker does not say.</summary>
    public decimal? Available { get; init; }

    /// <summary>Shares the order could close before it opens anything.</summary>
    public decimal Closable => Side == OrderSide.Buy ? Math.Max(0, -Position) : Math.Max(0, Position);
}
