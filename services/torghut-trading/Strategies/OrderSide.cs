namespace Torghut.Trading.Strategies;

/// <summary>What a strategy wants done, and the side of the order that does it.</summary>
internal enum OrderSide
{
    Buy,
    Sell,
}
