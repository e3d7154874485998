using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Faults;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>
/// The broker: takes orders, fills them against the simulated market, keeps the account. One lock; every event of an order is written to
/// the ledger and published while it is held, so that both show them in the order in which they happened.
/// </summary>
internal sealed partial class PaperBroker
{
    private readonly Lock _gate = new();
    private readonly AlpacaSimulatorOptions _options;
    private readonly MarketClock _clock;
    private readonly MarketBook _book;
    private readonly Ledger _ledger;
    private readonly FaultPanel _faults;
    private readonly Account _account;
    private readonly OrderBook _orders;
    private readonly AccountRules _rules;
    private readonly Execution _execution;
    private readonly OrderJson _json;
    private long _sequence;
    private bool _wasOpen;

    public PaperBroker(AlpacaSimulatorOptions options, MarketClock clock, MarketBook book, Ledger ledger, FaultPanel faults)
    {
        (_options, _clock, _book, _ledger, _faults) = (options, clock, book, ledger, faults);
        _account = new Account(options, book);
        _orders = new OrderBook(book.Symbols.Count);
        _rules = new AccountRules(options, _account, _orders, book);
        _execution = new Execution(options);
        _json = new OrderJson(clock);
        _wasOpen = clock.IsOpen;
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
            foreach (var order in _orders.Open.Where(o => o.Symbol.Index == symbol && o.IsWorking && MayTrade(o)).ToArray())
            {
                Fill_NeedsLock(order);
            }
        }
    }

    /// <summary>Opens and closes the session: waiting orders become new, day orders expire.</summary>
    public void OnTimeMoved()
    {
        var isOpen = _clock.IsOpen;
        if (isOpen == _wasOpen)
        {
            return;
        }

        _wasOpen = isOpen;
        Guid[] waiting;
        lock (_gate)
        {
            waiting = [.. _orders.Open.Where(o => o.Status == OrderStatus.Accepted).Select(o => o.Id)];
            foreach (var order in isOpen ? [] : _orders.Open.Where(o => o.IsWorking && o.Request is { TimeInForce: TimeInForce.Day, ExtendedHours: false }).ToArray())
            {
                order.ExpiredAt = _clock.Now;
                Become_NeedsLock(order, OrderStatus.Expired, "expired");
            }
        }

        foreach (var id in isOpen ? waiting : [])
        {
            Accepted?.Invoke(id);
        }
    }

    private bool MayTrade(Order order) =>
        _clock.IsOpen || (order.Request.ExtendedHours && _clock.Hours.IsExtended(_clock.Now));

    private Order Accept_NeedsLock(OrderRequest request, Order? replaced)
    {
        var symbol = _book.Find(request.Symbol) ?? throw RefusedException.Unprocessable($"asset \"{request.Symbol}\" not found");
        var clientOrderId = request.ClientOrderId ?? Guid.NewGuid().ToString();
        if (_orders.Find(clientOrderId) is not null)
        {
            // Seen with either code: with the one for malformed requests while the market is closed.
            throw _clock.IsOpen ? RefusedException.Unprocessable("client_order_id must be unique") : RefusedException.Malformed("client_order_id must be unique");
        }

        var order = new Order(Guid.NewGuid(), ++_sequence, request, symbol, clientOrderId, _clock.Now)
        {
            ReservePrice = _rules.Check(request, symbol, replaced),
            Replaces = replaced?.Id,
        };
        order.Status = MayTrade(order) ? OrderStatus.PendingNew : OrderStatus.Accepted;
        _orders.Add(order);
        if (order.Status == OrderStatus.PendingNew && _options.PendingNewEvents)
        {
            Publish_NeedsLock("pending_new", order);
        }

        Accepted?.Invoke(order.Id);
        return order;
    }

    private void Fill_NeedsLock(Order order)
    {
        if (_execution.Match(order, _book.Of(order.Symbol.Index)) is { } match)
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
    }

    private void Cancel_NeedsLock(Order order)
    {
        order.CanceledAt = _clock.Now;
        Become_NeedsLock(order, OrderStatus.Canceled, "canceled");
    }

    private void Become_NeedsLock(Order order, OrderStatus status, string name)
    {
        order.Status = status;
        if (!order.IsOpen)
        {
            _orders.Close(order);
        }

        Publish_NeedsLock(name, order);
    }

    private void Publish_NeedsLock(string name, Order order, decimal? price = null, decimal? qty = null)
    {
        order.UpdatedAt = _clock.Now;
        var positionQty = price is null ? (decimal?)null : _account.PositionOf(order.Symbol.Index).Qty;
        var happened = new TradeEvent(name, order, order.UpdatedAt, Guid.NewGuid(), price, qty, positionQty);
        _ledger.Append(price is null ? "order_event" : "execution", new JsonObject
        {
            ["event"] = name,
            ["order_id"] = order.Id.ToString(),
            ["client_order_id"] = order.ClientOrderId,
            ["symbol"] = order.Symbol.Name,
            ["side"] = Words.Of(order.Request.Side),
            ["status"] = Words.Of(order.Status),
            ["filled_qty"] = Amounts.Text(order.FilledQty),
            ["execution_id"] = happened.ExecutionId.ToString(),
            ["price"] = Amounts.Text(price),
            ["qty"] = Amounts.Text(qty),
            ["position_qty"] = Amounts.Text(positionQty),
            ["cash"] = Amounts.Text(_account.Cash),
        });
        Published?.Invoke(happened, _json.Write(happened));
    }
}
