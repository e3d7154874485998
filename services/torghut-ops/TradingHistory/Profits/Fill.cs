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

    /// <summary>Bounds of what the market trades (<see cref="Contracts.Market.MarketDataBounds"/>); money beyond them would not fit a sum.</summary>
    public const decimal MaxQty = 1_000_000_000_000;

    public const decimal MaxPrice = 1_000_000_000;
}
