namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>Shares held of one symbol (negative when short) at their average cost.</summary>
internal readonly record struct Position(decimal Qty, decimal AveragePrice)
{
    public decimal CostBasis => Qty * AveragePrice;

    /// <summary>The position after an execution of a signed quantity. Reducing keeps the average; crossing zero starts a new one.</summary>
    public Position After(decimal signedQty, decimal price)
    {
        var qty = Qty + signedQty;
        if (qty == 0)
        {
            return default;
        }

        if (Qty == 0 || Math.Sign(Qty) != Math.Sign(qty))
        {
            return new Position(qty, price);
        }

        return Math.Sign(Qty) == Math.Sign(signedQty)
            ? new Position(qty, ((Qty * AveragePrice) + (signedQty * price)) / qty)
            : this with { Qty = qty };
    }
}
