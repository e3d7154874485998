namespace Torghut.Trading.Execution;

/// <summary>
/// Where orders go. Reads throw <see cref="BrokerException"/>; a submission never does: every way it can end is a <see cref="SubmitOutcome"/>.
/// Nothing is retried inside.
/// </summary>
internal interface IBroker
{
    /// <summary>Name in metrics, audit and <c>executions.adapter</c>.</summary>
    string Name { get; }

    BrokerCapabilities Capabilities { get; }

    /// <summary>Sends an order once, under the caller's id.</summary>
    Task<SubmitOutcome> SubmitAsync(PlannedOrder order, string clientOrderId, CancellationToken cancellationToken);

    /// <summary>Null when the broker does not know the id (yet).</summary>
    Task<BrokerOrder?> FindByClientOrderIdAsync(string clientOrderId, CancellationToken cancellationToken);

    /// <summary>Null when the broker does not know the id.</summary>
    Task<BrokerOrder?> FindAsync(string orderId, CancellationToken cancellationToken);

    /// <summary>Open orders.</summary>
    Task<IReadOnlyList<BrokerOrder>> ListOpenAsync(CancellationToken cancellationToken);

    /// <summary>One page of orders in any state, oldest first, submitted after an instant.</summary>
    Task<IReadOnlyList<BrokerOrder>> ListAfterAsync(DateTimeOffset? after, int limit, CancellationToken cancellationToken);

    /// <summary>Asks to cancel every open order; returns how many requests failed.</summary>
    Task<int> CancelAllAsync(CancellationToken cancellationToken);

    Task<BrokerAccount> GetAccountAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<BrokerPosition>> ListPositionsAsync(CancellationToken cancellationToken);

    Task<MarketClock> GetClockAsync(CancellationToken cancellationToken);

    /// <summary>Null when the broker does not know the symbol.</summary>
    Task<BrokerAsset?> FindAssetAsync(string symbol, CancellationToken cancellationToken);
}

/// <param name="Live">Orders may cost real money.</param>
/// <param name="Shorts">Short sales are possible.</param>
/// <param name="LimitOrders">Limit orders are possible.</param>
/// <param name="TradeUpdates">Order events arrive on Kafka.</param>
internal sealed record BrokerCapabilities(bool Live, bool Shorts, bool LimitOrders, bool TradeUpdates);
