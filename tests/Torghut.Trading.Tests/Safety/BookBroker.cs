using System.Collections.Concurrent;
using Torghut.Alpaca.Trading;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Tests.Safety;

/// <summary>A broker with nothing but a book of open orders.</summary>
internal sealed class BookBroker(TimeProvider time) : IBroker
{
    private volatile int _open;

    public int Open
    {
        get => _open;
        set => _open = value;
    }

    /// <summary>Whether a cancel does what its answer says.</summary>
    public bool Effective { get; set; }

    /// <summary>When it was asked to cancel everything.</summary>
    public List<DateTimeOffset> Cancels { get; } = [];

    public string Name => "book";

    public BrokerCapabilities Capabilities { get; } = new(false, false, true, false);

    public Task<int> CancelAllAsync(CancellationToken cancellationToken)
    {
        lock (Cancels)
        {
            Cancels.Add(time.GetUtcNow());
        }

        if (Effective)
        {
            _open = 0;
        }

        return Task.FromResult(0);
    }

    /// <summary>How many orders each look at the book saw.</summary>
    public ConcurrentQueue<int> Looks { get; } = [];

    public Task<ItemList<BrokerOrder>> ListOpenAsync(CancellationToken cancellationToken)
    {
        var open = _open;
        Looks.Enqueue(open);
        return Task.FromResult(new ItemList<BrokerOrder>([.. Enumerable.Range(0, open).Select(Order)], []));
    }

    public Task<SubmitOutcome> SubmitAsync(PlannedOrder order, string clientOrderId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<BrokerOrder?> FindByClientOrderIdAsync(string clientOrderId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<BrokerOrder?> FindAsync(string orderId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ItemList<BrokerOrder>> ListAfterAsync(DateTimeOffset? after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<BrokerAccount> GetAccountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ItemList<BrokerPosition>> ListPositionsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ItemList<BrokerActivity>> ListActivitiesAsync(DateTimeOffset after, string? afterId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<MarketClock> GetClockAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<BrokerAsset?> FindAssetAsync(string symbol, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<string, BrokerQuote>> ListQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private BrokerOrder Order(int number) => new()
    {
        OrderId = $"o{number}",
        ClientOrderId = $"c{number}",
        Symbol = "AAPL",
        Side = "buy",
        Type = "limit",
        TimeInForce = "day",
        Status = "pending_cancel",
        UpdatedAt = time.GetUtcNow(),
        RawJson = "{}",
    };
}
