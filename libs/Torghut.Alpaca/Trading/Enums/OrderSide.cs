namespace Torghut.Alpaca.Trading;

/// <summary>Side of an order.</summary>
public enum OrderSide
{
    Unknown,
    Buy,
    Sell,
}
