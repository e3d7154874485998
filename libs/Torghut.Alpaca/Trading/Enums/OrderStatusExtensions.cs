namespace Torghut.Alpaca.Trading;

/// <summary>What follows from an order's state.</summary>
public static class OrderStatusExtensions
{
    /// <summary>Whether the broker will not change the order any more.</summary>
    public static bool IsTerminal(this OrderStatus status) => status
        is OrderStatus.Filled
        or OrderStatus.Canceled
        or OrderStatus.Expired
        or OrderStatus.Rejected
        or OrderStatus.Replaced;
}
