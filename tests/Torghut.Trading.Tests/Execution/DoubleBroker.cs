using Torghut.Alpaca.Trading;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Tests.Execution;

/// <summary>A broker that answers what a test says, and nothing else.</summary>
internal sealed class DoubleBroker : IBroker
{
    public string Name { get; init; } = "double";

    public BrokerCapabilities Capabilities => new(false, false, true, false);

    public Func<string, BrokerAsset?> FindAsset { get; init; } = _ => throw new NotSupportedException();

    public Func<PlannedOrder, string, Task<SubmitOutcome>> Submit { get; init; } = (_, _) => throw new NotSupportedException();

    public Func<string, BrokerOrder?> FindByClientOrderId { get; init; } = _ => throw new NotSupportedException();

    public Func<IReadOnlyList<BrokerOrder>> ListOpen { get; init; } = () => throw new NotSupportedException();

    public Func<IReadOnlyList<BrokerPosition>> ListPositions { get; init; } = () => throw new NotSupportedException();

    public Func<BrokerAccount> GetAccount { get; init; } = () => throw new NotSupportedException();

    public Func<MarketClock> GetClock { get; init; } = () => throw new NotSupportedException();

    public Func<IReadOnlyDictionary<string, BrokerQuote>> ListQuotes { get; init; } = () => throw new NotSupportedException();

    /// <summary>The same, as it depends on the symbols; null where it does not.</summary>
    public Func<IReadOnlyCollection<string>, IReadOnlyDictionary<string, BrokerQuote>>? ListQuotesOf { get; init; }

    public Task<SubmitOutcome> SubmitAsync(PlannedOrder order, string clientOrderId, CancellationToken cancellationToken) => Submit(order, clientOrderId);

    public Task<BrokerOrder?> FindByClientOrderIdAsync(string clientOrderId, CancellationToken cancellationToken) =>
        Task.FromResult(FindByClientOrderId(clientOrderId));

    public Task<BrokerOrder?> FindAsync(string orderId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ItemList<BrokerOrder>> ListOpenAsync(CancellationToken cancellationToken) => Task.FromResult(new ItemList<BrokerOrder>(ListOpen(), []));

    public Task<ItemList<BrokerOrder>> ListAfterAsync(DateTimeOffset? after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<int> CancelAllAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<BrokerAccount> GetAccountAsync(CancellationToken cancellationToken) => Task.FromResult(GetAccount());

    public Task<ItemList<BrokerPosition>> ListPositionsAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new ItemList<BrokerPosition>(ListPositions(), []));

    public Task<ItemList<BrokerActivity>> ListActivitiesAsync(DateTimeOffset after, string? afterId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<MarketClock> GetClockAsync(CancellationToken cancellationToken) => Task.FromResult(GetClock());

    public Task<IReadOnlyDictionary<string, BrokerQuote>> ListQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) =>
        Task.FromResult(ListQuotesOf is { } of ? of(symbols) : ListQuotes());

    public Task<BrokerAsset?> FindAssetAsync(string symbol, CancellationToken cancellationToken) => Task.FromResult(FindAsset(symbol));
}
