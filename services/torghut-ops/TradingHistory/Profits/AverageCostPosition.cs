namespace Torghut.Ops.TradingHistory.Profits;

/// <summary>
/// A position at average cost: what is closed is worth its share of everything that was paid for the position, whenever that was
/// (<see href="https://www.law.cornell.edu/cfr/text/26/1.1012-1">26 CFR 1.1012-1(e)</see> has the method; it is a convention of the report, not tax advice).
/// It keeps the whole cost and not the average, so that realised and unrealised profit add up to cash exactly, whatever is rounded.
/// </summary>
internal sealed class AverageCostPosition
{
    /// <summary>Shares; below 0 when short.</summary>
    public decimal Qty { get; private set; }

    /// <summary>USD paid for what is held; below 0 when it was received for what is owed.</summary>
    public decimal Cost { get; private set; }

    /// <summary>USD a share; null without a position.</summary>
    public decimal? AverageCost => Qty == 0 ? null : Cost / Qty;

    /// <summary>Books a fill: first it closes what is open on the other side, then the rest opens a position of its own.</summary>
    /// <param name="qty">Shares bought; below 0 when sold.</param>
    /// <param name="price">USD a share.</param>
    public ClosedShares Apply(decimal qty, decimal price)
    {
        var closed = decimal.Sign(qty) == -decimal.Sign(Qty) ? Math.Min(Math.Abs(qty), Math.Abs(Qty)) : 0;
        var realised = closed > 0 ? Close(closed, price) : 0;
        var opened = qty - (decimal.Sign(qty) * closed);
        Qty += opened;
        Cost += opened * price;
        return new ClosedShares(closed, realised, Math.Abs(opened));
    }

    private decimal Close(decimal qty, decimal price)
    {
        var signed = decimal.Sign(Qty) * qty;

        // The ratio comes first: a product of two large amounts would not fit. All of it is all of it, without a rest of rounding.
        var released = qty == Math.Abs(Qty) ? Cost : Cost * (signed / Qty);
        Qty -= signed;
        Cost -= released;
        return (signed * price) - released;
    }
}
