using Torghut.Alpaca.Trading;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Lean;

/// <summary>
/// Orders leave through the runner; everything that is read, and every cancellation, goes to the broker directly. What became of an order is thus never
/// learnt from the part whose answer was lost.
/// </summary>
internal sealed class LeanBroker(LeanBridgeClient bridge, IBroker direct) : IBroker
{
    public string Name => LeanContract.Adapter;

    public BrokerCapabilities Capabilities => direct.Capabilities;

    public Task<SubmitOutcome> SubmitAsync(PlannedOrder order, string clientOrderId, CancellationToken cancellationToken) =>
        bridge.SubmitAsync(LeanOrderRequest.Of(order, clientOrderId), cancellationToken);

    public Task<BrokerOrder?> FindByClientOrderIdAsync(string clientOrderId, CancellationToken cancellationToken) =>
        direct.FindByClientOrderIdAsync(clientOrderId, cancellationToken);

    public Task<BrokerOrder?> FindAsync(string orderId, CancellationToken cancellationToken) => direct.FindAsync(orderId, cancellationToken);

    public Task<ItemList<BrokerOrder>> ListOpenAsync(CancellationToken cancellationToken) => direct.ListOpenAsync(cancellationToken);

    public Task<ItemList<BrokerOrder>> ListAfterAsync(DateTimeOffset? after, int limit, CancellationToken cancellationToken) =>
        direct.ListAfterAsync(after, limit, cancellationToken);

    public Task<int> CancelAllAsync(CancellationToken cancellationToken) => direct.CancelAllAsync(cancellationToken);

    public Task<BrokerAccount> GetAccountAsync(CancellationToken cancellationToken) => direct.GetAccountAsync(cancellationToken);

    public Task<ItemList<BrokerPosition>> ListPositionsAsync(CancellationToken cancellationToken) => direct.ListPositionsAsync(cancellationToken);

    public Task<ItemList<BrokerActivity>> ListActivitiesAsync(DateTimeOffset after, string? afterId, CancellationToken cancellationToken) =>
        direct.ListActivitiesAsync(after, afterId, cancellationToken);

    public Task<MarketClock> GetClockAsync(CancellationToken cancellationToken) => direct.GetClockAsync(cancellationToken);

    public Task<IReadOnlyDictionary<string, BrokerQuote>> ListQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) =>
        direct.ListQuotesAsync(symbols, cancellationToken);

    public Task<BrokerAsset?> FindAssetAsync(string symbol, CancellationToken cancellationToken) => direct.FindAssetAsync(symbol, cancellationToken);
}
