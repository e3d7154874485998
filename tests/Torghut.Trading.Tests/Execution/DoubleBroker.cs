using Torghut.Alpaca.Trading;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Tests.Execution;

/// <summary>A broker that answers what a test says, and nothing else.</summary>
internal sealed class DoubleBroker : IBroker
{
    public string Name => "double";

    public BrokerCapabilities Capabilities => new(false, false, true, false);

    public Func<string, BrokerAsset?> FindAsset { get; init; } = _ => throw new NotSupportedException();

    public Task<SubmitOutcome> SubmitAsync(PlannedOrder order, string clientOrderId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<BrokerOrder?> FindByClientOrderIdAsync(string clientOrderId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<BrokerOrder?> FindAsync(string orderId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ItemList<BrokerOrder>> ListOpenAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ItemList<BrokerOrder>> ListAfterAsync(DateTimeOffset? after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<int> CancelAllAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<BrokerAccount> GetAccountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ItemList<BrokerPosition>> ListPositionsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ItemList<BrokerActivity>> ListActivitiesAsync(DateTimeOffset after, string? afterId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<MarketClock> GetClockAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<string, BrokerQuote>> ListQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<BrokerAsset?> FindAssetAsync(string symbol, CancellationToken cancellationToken) => Task.FromResult(FindAsset(symbol));
}
