namespace Torghut.Alpaca.Trading;

/// <summary>
/// Alpaca's trading REST interface. Every method throws <see cref="AlpacaApiException"/> when the broker or the way to it fails, and
/// <see cref="OperationCanceledException"/> only when the caller's own token was cancelled. Nothing is retried. An item of a list that is not understood is
/// kept apart (<see cref="ItemList{T}.Unread"/>) and hides none of the others.
/// </summary>
public interface IAlpacaTradingClient
{
    /// <summary>The account.</summary>
    Task<AlpacaAccount> GetAccountAsync(CancellationToken cancellationToken);

    /// <summary>All open positions.</summary>
    Task<ItemList<AlpacaPosition>> ListPositionsAsync(CancellationToken cancellationToken);

    /// <summary>One position; null when there is none.</summary>
    Task<AlpacaPosition?> GetPositionAsync(string symbol, CancellationToken cancellationToken);

    /// <summary>
    /// Places an order, once. When <see cref="AlpacaApiException.OutcomeUnknown"/> is set the order may exist: look it up by its client order id.
    /// A cancelled token also leaves the outcome unknown.
    /// </summary>
    Task<AlpacaOrder> SubmitOrderAsync(OrderRequest order, CancellationToken cancellationToken);

    /// <summary>An order by the broker's id; null when the broker does not know it.</summary>
    Task<AlpacaOrder?> GetOrderAsync(string orderId, CancellationToken cancellationToken);

    /// <summary>An order by our id; null when the broker does not know it (yet: shortly after a time-out it may still appear).</summary>
    Task<AlpacaOrder?> GetOrderByClientOrderIdAsync(string clientOrderId, CancellationToken cancellationToken);

    /// <summary>One page of orders.</summary>
    Task<ItemList<AlpacaOrder>> ListOrdersAsync(OrderQuery query, CancellationToken cancellationToken);

    /// <summary>Replaces a working order; the answer is a new order with another id.</summary>
    Task<AlpacaOrder> ReplaceOrderAsync(string orderId, ReplaceOrderRequest change, CancellationToken cancellationToken);

    /// <summary>Asks to cancel an order. Success means that the request was accepted, not that the order is cancelled.</summary>
    Task CancelOrderAsync(string orderId, CancellationToken cancellationToken);

    /// <summary>Asks to cancel every open order.</summary>
    /// <returns>One result an order; an order whose result is not accepted is still open.</returns>
    Task<ItemList<CancelResult>> CancelAllOrdersAsync(CancellationToken cancellationToken);

    /// <summary>The market's clock.</summary>
    Task<AlpacaClock> GetClockAsync(CancellationToken cancellationToken);

    /// <summary>Trading days from <paramref name="start"/> to <paramref name="end"/>, both included.</summary>
    Task<ItemList<AlpacaCalendarDay>> ListCalendarAsync(DateOnly start, DateOnly end, CancellationToken cancellationToken);

    /// <summary>One asset by symbol or id; null when the broker does not know it.</summary>
    Task<AlpacaAsset?> GetAssetAsync(string symbolOrId, CancellationToken cancellationToken);

    /// <summary>Assets of a status and class.</summary>
    Task<ItemList<AlpacaAsset>> ListAssetsAsync(AssetStatus status, AssetClass assetClass, CancellationToken cancellationToken);

    /// <summary>One page of what happened to the account beside executions.</summary>
    Task<ItemList<AlpacaActivity>> ListActivitiesAsync(ActivityQuery query, CancellationToken cancellationToken);
}
