using Torghut.Trading.Execution;
using Torghut.Trading.Portfolio;

namespace Torghut.Trading.Lean;

/// <summary>
/// Orders leave through the runner; everything that is read, and every cancellation, goes to the broker directly. What became of an order is thus never
/// learnt from the part whose answer was lost.
/// </summary>
internal sealed class LeanBroker(LeanBridgeClient bridge, IBroker direct) : IBroker
{
    public string Name => LeanContract.Adapter;

    public BrokerCapabilities Capabilities => direct.Capabilities;

    public Task<SubmitOutcome> SubmitAsync(PlannedOrder order, string clientOrderId, CancellationToken cancellation) =>
        bridge.SubmitAsync(LeanOrderRequest.Of(order, clientOrderId), cancellation);

    public Task<BrokerOrder?> FindByClientOrderIdAsync(string clientOrderId, CancellationToken cancellation) => direct.FindByClientOrderIdAsync(clientOrderId, cancellation);

    public Task<BrokerOrder?> FindAsync(string orderId, CancellationToken cancellation) => direct.FindAsync(orderId, cancellation);

    public Task<IReadOnlyList<BrokerOrder>> ListOpenAsync(CancellationToken cancellation) => direct.ListOpenAsync(cancellation);

    public Task<IReadOnlyList<BrokerOrder>> ListAfterAsync(DateTimeOffset? after, int limit, CancellationToken cancellation) => direct.ListAfterAsync(after, limit, cancellation);

    public Task<int> CancelAllAsync(CancellationToken cancellation) => direct.CancelAllAsync(cancellation);

    public Task<BrokerAccount> GetAccountAsync(CancellationToken cancellation) => direct.GetAccountAsync(cancellation);

    public Task<IReadOnlyList<BrokerPosition>> ListPositionsAsync(CancellationToken cancellation) => direct.ListPositionsAsync(cancellation);

    public Task<MarketClock> GetClockAsync(CancellationToken cancellation) => direct.GetClockAsync(cancellation);

    public Task<BrokerAsset?> FindAssetAsync(string symbol, CancellationToken cancellation) => direct.FindAssetAsync(symbol, cancellation);
}
