using Torghut.Trading.Strategies;

namespace Torghut.Trading.Risk;

/// <summary>What an order would do to the symbol's position when every working order on its side fills before it.</summary>
/// <param name="Before">Signed shares before the order.</param>
/// <param name="After">Signed shares after the order.</param>
/// <param name="OpeningQty">Shares of the order that open or increase a position; the rest of it closes one.</param>
internal readonly record struct Exposure(decimal Before, decimal After, decimal OpeningQty)
{
    public bool Opens => OpeningQty > 0;

    public bool OpensShort => OpeningQty > 0 && After < 0;

    public static Exposure Of(ProposedOrder order, PortfolioView portfolio)
    {
        if (order.Side == OrderSide.Buy)
        {
            var before = portfolio.PositionQty + portfolio.PendingBuyQty;
            var after = before + order.Qty;
            return new Exposure(before, after, Math.Max(0, after - Math.Max(0, before)));
        }
        else
        {
            var before = portfolio.PositionQty - portfolio.PendingSellQty;
            var after = before - order.Qty;
            return new Exposure(before, after, Math.Max(0, Math.Min(0, before) - after));
        }
    }
}
