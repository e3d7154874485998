namespace Torghut.Trading.Risk;

/// <summary>Positions, with working orders counted as if they filled in the direction that is worse for the cap in question.</summary>
/// <param name="PositionQty">Signed shares of the order's symbol.</param>
/// <param name="PendingBuyQty">Unfilled shares of working buys in the symbol.</param>
/// <param name="PendingSellQty">Unfilled shares of working sells in the symbol.</param>
/// <param name="OtherGross">Sum of |exposure| in all other symbols, USD.</param>
/// <param name="OtherNetLong">Net exposure of all other symbols with working buys filled, USD.</param>
/// <param name="OtherNetShort">Net exposure of all other symbols with working sells filled, USD.</param>
/// <param name="OtherPositions">Other symbols with a position or a working order.</param>
internal sealed record PortfolioView(
    decimal PositionQty,
    decimal PendingBuyQty,
    decimal PendingSellQty,
    decimal OtherGross,
    decimal OtherNetLong,
    decimal OtherNetShort,
    int OtherPositions)
{
    /// <summary>Shares of the position that no open order holds, without a sign; null when the broker does not say.</summary>
    public decimal? Available { get; init; }
}
