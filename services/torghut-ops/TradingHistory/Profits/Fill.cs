using Torghut.Contracts.Market;

namespace Torghut.Ops.TradingHistory.Profits;

/// <summary>What an order filled, or a part of it.</summary>
/// <param name="At">The broker's time.</param>
/// <param name="Order">Id of the execution row; fills of one order share it.</param>
/// <param name="Strategy">Null when no decision stands behind the order.</param>
/// <param name="Side"><c>buy</c> or <c>sell</c>; another word is reported and not counted.</param>
/// <param name="Qty">Shares, above 0.</param>
/// <param name="Price">USD a share; null when the broker named none.</param>
/// <param name="MayShort">Whether its strategy was allowed to sell what it had not.</param>
internal sealed record Fill(DateTimeOffset At, Guid Order, string? Strategy, string Symbol, string Side, decimal Qty, decimal? Price, bool MayShort)
{
    public const string Buy = "buy";
    public const string Sell = "sell";

    /// <summary>Shares; what is beyond would not fit a sum.</summary>
    public const decimal MaxQty = (decimal)MarketDataBounds.SizeLimit;

    /// <summary>USD a share.</summary>
    public const decimal MaxPrice = (decimal)MarketDataBounds.PriceLimit;

    /// <summary>Shares with their sign; those of a side that nobody knows count as bought.</summary>
    public decimal Signed => Side == Sell ? -Qty : Qty;
}
