using System.Text.Json.Nodes;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Calendar;
using Torghut.Sandbox.Alpaca.Faults;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Numbers;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>
/// The broker: takes orders, fills them against the simulated market, keeps the account. One lock; every event of an order is written to
/// the journal and the ledger and published while it is held, so that all show them in the order in which they happened.
/// </summary>
internal sealed partial class PaperBroker
{
    private const long GoodTillCanceled = 90L * 24 * 60 * Nanos.PerMinute;

    private readonly Lock _gate = new();
    private readonly MarketClock _clock;
    private readonly SyntheticMarket _market;
    private readonly Ledger _ledger;
    private readonly FaultPanel _faults;
    private readonly AccountJournal _journal;
    private readonly Account _account;
    private readonly OrderBook _orders;
    private readonly AccountRules _rules;
    private readonly Execution _execution;
    private readonly OrderJson _json;
    private readonly List<Activity> _activities = [];
    private readonly bool _announces;
    private long _sequence;
    private long _nextEdge;

    public PaperBroker(AlpacaSimulatorOptions options, MarketClock clock, SyntheticMarket market, Ledger ledger, FaultPanel faults, AccountJournal journal)
    {
        (_clock, _market, _ledger, _faults, _journal) = (clock, market, ledger, faults, journal);
        _announces = options.PendingNewEvents;
        _account = new Account(options, market);
        _orders = new OrderBook(market.Symbols.Count);
        _rules = new AccountRules(_account, _orders, market);
        _execution = new Execution(options);
        _json = new OrderJson(clock, _orders);
        _nextEdge = TradingHours.NextEdge(clock.Now);
    }

    /// <summary>Called under the lock with every event and its JSON.</summary>
    public Action<TradeEvent, JsonObject>? Published { get; set; }

    /// <summary>Called with every accepted order, which is to be activated after the order latency.</summary>
    public Action<Guid>? Accepted { get; set; }

    /// <summary>Takes an order or refuses it.</summary>
    /// <exception cref="RefusedException">It is refused; nothing has changed.</exception>
    public JsonObject Submit(OrderRequest request)
    {
        lock (_gate)
        {
            var order = Accept_NeedsLock(request, replaced: null);
            return _json.Write(order);
        }
    }

    /// <summary>Moves an accepted order on: it becomes new and may fill, unless the market is closed for it.</summary>
    public void Activate(Guid id)
    {
        lock (_gate)
        {
            if (_orders.Find(id) is { Status: OrderStatus.PendingNew or OrderStatus.Accepted } order && MayTrade(order))
            {
                if (_faults.Take(FaultKinds.OrderReject, order.Attribute) is not null)
                {
                    order.FailedAt = _clock.Now;
                    Become_NeedsLock(order, OrderStatus.Rejected, "rejected");
                    return;
                }

                Become_NeedsLock(order, OrderStatus.New, "new");
                Fill_NeedsLock(order);
                if (order.Request.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok && order.IsOpen)
                {
                    Cancel_NeedsLock(order);
                }
            }
        }
    }

    /// <summary>Looks at the open orders of a symbol whose market has changed.</summary>
    public void OnSymbolChanged(int symbol)
    {
        if (!_orders.HasOpen(symbol))
        {
            return;
        }

        lock (_gate)
        {
            foreach (var order in _orders.Open.Where(o => o.Symbol.Index == symbol).ToArray())
            {
                Look_NeedsLock(order, _market.Of(symbol));
            }
        }
    }

    // An auction order waits for its auction and is never in the market.
    private bool MayTrade(Order order) => !order.Request.IsForAuction
        && (_clock.IsOpen || (order.Request.ExtendedHours && _clock.Hours.IsExtended(_clock.Now)));

    private long ExpiryOf(OrderRequest request) => request.TimeInForce switch
    {
        TimeInForce.Gtc => _clock.Now + GoodTillCanceled,
        TimeInForce.Opg or TimeInForce.Cls => Auctions.Next(_clock.Now, request.TimeInForce == TimeInForce.Opg),
        _ when request.ExtendedHours => TradingHours.NextExtendedClose(_clock.Now),
        _ => TradingHours.NextClose(_clock.Now),
    };

    private Order Accept_NeedsLock(OrderRequest request, Order? replaced)
    {
        var symbol = _market.Find(request.Symbol) ?? throw RefusedException.Unprocessable($"asset \"{request.Symbol}\" not found");
        var clientOrderId = request.ClientOrderId ?? Guid.NewGuid().ToString();
        if (_orders.Find(clientOrderId) is not null)
        {
            // Seen with either code: with the one for malformed requests while the market is closed.
            throw _clock.IsOpen ? RefusedException.Unprocessable("client_order_id must be unique")
                : RefusedException.Malformed("client_order_id must be unique");
        }

        if (request.IsForAuction && !Auctions.TakesOrders(_clock.Now, request.TimeInForce == TimeInForce.Opg))
        {
            throw RefusedException.Unprocessable($"{EnumNames.Of(request.TimeInForce)} orders are not accepted at this time");
        }

        var order = new Order(Guid.NewGuid(), ++_sequence, request, symbol, clientOrderId, _clock.Now)
        {
            ReservePrice = replaced?.ParentId is null ? _rules.Check(request, symbol, replaced) : 0,
            Replaces = replaced?.Id,
            ExpiresAt = ExpiryOf(request),
        };
        order.Status = replaced?.Status == OrderStatus.Held ? OrderStatus.Held : MayTrade(order) ? OrderStatus.PendingNew : OrderStatus.Accepted;
        _orders.Add(order);
        var changed = replaced is null ? AddLegs_NeedsLock(order) : TakeOver_NeedsLock(order, replaced);
        _journal.Append(new SavedChange { Orders = [order, .. changed] });
        if (order.Status == OrderStatus.PendingNew && _announces)
        {
            Publish_NeedsLock("pending_new", order);
        }

        foreach (var held in order.Status == OrderStatus.Held ? [order] : replaced is null ? changed : [])
        {
            Publish_NeedsLock("held", held);
        }

        if (order.Status != OrderStatus.Held)
        {
            Accepted?.Invoke(order.Id);
        }

        return order;
    }

    private void Look_NeedsLock(Order order, in SymbolState state)
    {
        if (order is { Status: OrderStatus.Accepted, Request.TimeInForce: TimeInForce.Opg } && state.HasTrade && state.Trade.Time >= order.ExpiresAt)
        {
            Auction_NeedsLock(order, Amounts.Price(state.Trade.Price));
        }
        else if (!MayTrade(order))
        {
            return;
        }
        else if (order.IsWorking)
        {
            Fill_NeedsLock(order);
        }
        else if (order.Status == OrderStatus.Held)
        {
            Release_NeedsLock(order, state);
        }
    }

    private void Fill_NeedsLock(Order order)
    {
        if (_execution.Match(order, _market.Of(order.Symbol.Index)) is { } match)
        {
            Execute_NeedsLock(order, match.Qty, match.Price);
        }
    }

    private void Execute_NeedsLock(Order order, decimal qty, decimal price)
    {
        order.Fills++;
        order.FilledQty += qty;
        order.FilledValue += qty * price;
        order.FilledAt = _clock.Now;
        _account.Execute(order.Symbol.Index, order.Request.Side, qty, price);
        var done = order.Remaining == 0;
        order.Status = done ? OrderStatus.Filled : OrderStatus.PartiallyFilled;
        if (done)
        {
            _orders.Close(order);
        }

        Publish_NeedsLock(done ? "fill" : "partial_fill", order, price, qty);
        Follow_NeedsLock(order);
    }

    private void Cancel_NeedsLock(Order order)
    {
        order.CanceledAt = _clock.Now;
        Become_NeedsLock(order, OrderStatus.Canceled, "canceled");
    }

    private void Become_NeedsLock(Order order, OrderStatus status, string name, bool alone = false)
    {
        order.Status = status;
        if (!order.IsOpen)
        {
            _orders.Close(order);
        }

        Publish_NeedsLock(name, order);
        if (!alone)
        {
            Follow_NeedsLock(order);
        }
    }
}
