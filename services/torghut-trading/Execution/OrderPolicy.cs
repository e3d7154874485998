using Torghut.Trading.Strategies;

namespace Torghut.Trading.Execution;

/// <summary>Chooses the order type and price.</summary>
/// <param name="PreferLimit">Send a limit near the touch where a market order was wanted.</param>
/// <param name="OffsetBps">How far past the touch the limit may go, basis points.</param>
internal sealed record OrderPolicy(bool PreferLimit, decimal OffsetBps)
{
    /// <summary>
    /// A buy pays at most the ask plus the offset, a sale takes at least the bid minus it; without a usable quote the last price stands in.
    /// Rounding to the grid goes towards the touch, so the offset is never exceeded.
    /// </summary>
    public PlannedOrder Plan(string symbol, OrderSide side, decimal qty, TopOfBook top)
    {
        if (!PreferLimit)
        {
            return new PlannedOrder(symbol, side, qty, OrderKind.Market, null);
        }

        var offset = OffsetBps / 10_000m;
        var limit = side == OrderSide.Buy
            ? PriceIncrement.Down(Usable(top.Ask, top) * (1 + offset))
            : PriceIncrement.Up(Usable(top.Bid, top) * (1 - offset));

        // Below the grid's first step there is no price; that step is one, and the collar says what it makes of it.
        return new PlannedOrder(symbol, side, qty, OrderKind.Limit, Math.Max(limit, PriceIncrement.TickOf(limit)));
    }

    /// <summary>A crossed or one-sided quote says nothing about where an order would fill.</summary>
    private static decimal Usable(decimal? price, TopOfBook top) =>
        price is > 0 && top is { Bid: > 0, Ask: > 0 } && top.Bid <= top.Ask ? price.Value : top.Last;
}
