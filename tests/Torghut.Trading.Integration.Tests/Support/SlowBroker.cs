using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Torghut.Alpaca.Trading;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>A broker whose answers make time pass. Its orders rest; it remembers when each arrived and how old what the sender knew of it was.</summary>
/// <param name="time">The time that its answers make pass.</param>
/// <param name="close">When the session ends.</param>
/// <param name="orderTime">How long an answer to an order takes.</param>
/// <param name="readTime">How long any other answer takes.</param>
/// <param name="positions">What is held, 10 shares each.</param>
internal sealed class SlowBroker(
    FakeTimeProvider time, DateTimeOffset close, TimeSpan orderTime, TimeSpan readTime, IReadOnlyCollection<string> positions) : IBroker
{
    private readonly List<BrokerOrder> _orders = [];
    private readonly List<SentOrder> _sent = [];
    private DateTimeOffset _ordersRead;

    public string Name => AlpacaAdapterNames.Paper;

    public BrokerCapabilities Capabilities => new(Live: false, Shorts: false, LimitOrders: true, TradeUpdates: false);

    /// <summary>Order requests, in the order in which they came.</summary>
    public IReadOnlyList<SentOrder> Sent => _sent;

    public MarketClock Clock() => new(time.GetUtcNow(), time.GetUtcNow() < close, close.AddHours(17), close);

    public Task<SubmitOutcome> SubmitAsync(PlannedOrder order, string clientOrderId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        _sent.Add(new SentOrder(order.Symbol, now, now - _ordersRead));
        var placed = new BrokerOrder
        {
            OrderId = string.Create(CultureInfo.InvariantCulture, $"order-{_orders.Count}"),
            ClientOrderId = clientOrderId,
            Symbol = order.Symbol,
            Side = order.Side == Strategies.OrderSide.Buy ? "buy" : "sell",
            Type = "market",
            TimeInForce = "day",
            Qty = order.Qty,
            Status = "new",
            SubmittedAt = now,
            UpdatedAt = now,
            RawJson = "{}",
        };
        _orders.Add(placed);
        time.Advance(orderTime);
        return Task.FromResult<SubmitOutcome>(new SubmitOutcome.Accepted(placed));
    }

    public Task<ItemList<BrokerOrder>> ListOpenAsync(CancellationToken cancellationToken)
    {
        _ordersRead = time.GetUtcNow();
        return ReadAsync(new ItemList<BrokerOrder>([.. _orders], []));
    }

    public Task<ItemList<BrokerOrder>> ListAfterAsync(DateTimeOffset? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync(new ItemList<BrokerOrder>([.. _orders], []));

    public Task<BrokerOrder?> FindByClientOrderIdAsync(string clientOrderId, CancellationToken cancellationToken) =>
        ReadAsync(_orders.Find(order => order.ClientOrderId == clientOrderId));

    public Task<BrokerOrder?> FindAsync(string orderId, CancellationToken cancellationToken) => ReadAsync(_orders.Find(order => order.OrderId == orderId));

    public Task<int> CancelAllAsync(CancellationToken cancellationToken) => ReadAsync(0);

    public Task<BrokerAccount> GetAccountAsync(CancellationToken cancellationToken) =>
        ReadAsync(new BrokerAccount(10_000_000, 10_000_000, 10_000_000, 10_000_000, false, false));

    public Task<ItemList<BrokerPosition>> ListPositionsAsync(CancellationToken cancellationToken) =>
        ReadAsync(new ItemList<BrokerPosition>([.. positions.Select(symbol => new BrokerPosition(symbol, 10, 100, 100, 1_000, 10))], []));

    public Task<ItemList<BrokerActivity>> ListActivitiesAsync(DateTimeOffset after, string? afterId, CancellationToken cancellationToken) =>
        ReadAsync(new ItemList<BrokerActivity>([], []));

    public Task<MarketClock> GetClockAsync(CancellationToken cancellationToken) => ReadAsync(Clock());

    public Task<IReadOnlyDictionary<string, BrokerQuote>> ListQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyDictionary<string, BrokerQuote>>(symbols.ToDictionary(symbol => symbol, _ => new BrokerQuote(100, 100, 100, 100)));

    public Task<BrokerAsset?> FindAssetAsync(string symbol, CancellationToken cancellationToken) =>
        Task.FromResult<BrokerAsset?>(new BrokerAsset(symbol, true, false));

    private Task<T> ReadAsync<T>(T answer)
    {
        time.Advance(readTime);
        return Task.FromResult(answer);
    }
}

/// <param name="Symbol">Ticker.</param>
/// <param name="At">Market time at which the request arrived.</param>
/// <param name="ContextAge">Time since the sender last asked for open orders.</param>
internal sealed record SentOrder(string Symbol, DateTimeOffset At, TimeSpan ContextAge);
