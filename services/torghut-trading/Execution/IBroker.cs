using Torghut.Alpaca.Trading;

namespace Torghut.Trading.Execution;

/// <summary>
/// Where orders go. Reads throw <see cref="BrokerException"/>, <see cref="BrokerItemException"/> where it is one order or asset that was not understood; a
/// submission never does: every way it can end is a <see cref="SubmitOutcome"/>. Of a list, what was not understood is kept apart. Nothing is retried inside.
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
    Task<ItemList<BrokerOrder>> ListOpenAsync(CancellationToken cancellationToken);

    /// <summary>One page of orders in any state, oldest first, submitted after an instant.</summary>
    Task<ItemList<BrokerOrder>> ListAfterAsync(DateTimeOffset? after, int limit, CancellationToken cancellationToken);

    /// <summary>Asks to cancel every open order; returns how many requests failed.</summary>
    Task<int> CancelAllAsync(CancellationToken cancellationToken);

    Task<BrokerAccount> GetAccountAsync(CancellationToken cancellationToken);

    Task<ItemList<BrokerPosition>> ListPositionsAsync(CancellationToken cancellationToken);

    /// <summary>One page of what happened to the account beside executions, oldest first.</summary>
    /// <param name="after">Only what happened after this instant.</param>
    /// <param name="afterId">The id that the page before ended with; null for the first page.</param>
    Task<ItemList<BrokerActivity>> ListActivitiesAsync(DateTimeOffset after, string? afterId, CancellationToken cancellationToken);

    Task<MarketClock> GetClockAsync(CancellationToken cancellationToken);

    /// <summary>What the broker says that symbols cost right now, in one request; symbols that it does not know are missing.</summary>
    Task<IReadOnlyDictionary<string, BrokerQuote>> ListQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken);

    /// <summary>Null when the broker does not know the symbol.</summary>
    Task<BrokerAsset?> FindAssetAsync(string symbol, CancellationToken cancellationToken);
}

/// <param name="Live">Orders may cost real money.</param>
/// <param name="Shorts">Short sales are possible.</param>
/// <param name="LimitOrders">Limit orders are possible.</param>
/// <param name="TradeUpdates">Order events arrive on Kafka.</param>
internal sealed record BrokerCapabilities(bool Live, bool Shorts, bool LimitOrders, bool TradeUpdates);
