using Torghut.Trading.Checkpoints;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Orders;

namespace Torghut.Trading.Simulation;

/// <summary>
/// Orders, cash and positions of a simulated account. A purchase pays the ask and a sale takes the bid; where no usable quote is known the last price
/// stands in. A market order fills at once, a limit at that price once it reaches the limit. Not safe for several threads.
/// </summary>
/// <param name="initialCash">USD.</param>
/// <param name="onFill">Gets every fill; what it charges is paid from the account.</param>
internal sealed class SimulatedAccount(decimal initialCash, Action<SimulatedFill>? onFill = null) : ICheckpointed
{
    private readonly Dictionary<string, BrokerOrder> _orders = new(StringComparer.Ordinal);
    private readonly List<string> _open = [];
    private readonly List<string> _closed = [];
    private readonly Dictionary<string, AveragedPosition> _holdings = new(StringComparer.Ordinal);
    private decimal _spent;

    public IEnumerable<BrokerOrder> Orders => _orders.Values;

    /// <summary>Orders that may still fill, in the order in which they came.</summary>
    public IReadOnlyList<BrokerOrder> OpenOrders => _open.Count == 0 ? [] : [.. _open.Select(id => _orders[id])];

    /// <summary>Whether any order may still fill.</summary>
    public bool HasOpenOrders => _open.Count > 0;

    /// <summary>USD paid for fees.</summary>
    public decimal Fees { get; private set; }

    public decimal Cash => initialCash - _spent - Fees;

    /// <summary>Takes over an order as it is now.</summary>
    public void Restore(BrokerOrder order)
    {
        var isOpen = IsOpen(order);
        if (_orders.TryGetValue(order.ClientOrderId, out var before))
        {
            if (IsOpen(before) && !isOpen)
            {
                _open.Remove(order.ClientOrderId);
                _closed.Add(order.ClientOrderId);
            }
        }
        else
        {
            (isOpen ? _open : _closed).Add(order.ClientOrderId);
        }

        _orders[order.ClientOrderId] = order;
        Count(order, before);
    }

    public BrokerOrder? Find(string clientOrderId) => _orders.GetValueOrDefault(clientOrderId);

    /// <summary>Accepts an order; null when the id exists already.</summary>
    public BrokerOrder? Submit(PlannedOrder order, string clientOrderId, DateTimeOffset now)
    {
        if (_orders.ContainsKey(clientOrderId))
        {
            return null;
        }

        var accepted = new BrokerOrder
        {
            OrderId = "sim-" + clientOrderId,
            ClientOrderId = clientOrderId,
            Symbol = order.Symbol,
            Side = CanonicalText.Of(order.Side),
            Type = CanonicalText.Of(order.Kind),
            TimeInForce = "day",
            Qty = order.Qty,
            LimitPrice = order.LimitPrice,
            Status = "new",
            SubmittedAt = now,
            UpdatedAt = now,
            RawJson = "{}",
        };
        Restore(accepted);
        return accepted;
    }

    /// <summary>Fills every open order that the prices allow.</summary>
    public void Match(IReadOnlyDictionary<string, TopOfBook> prices, DateTimeOffset now)
    {
        foreach (var order in OpenOrders)
        {
            if (!prices.TryGetValue(order.Symbol, out var top))
            {
                continue;
            }

            var price = PriceFor(order, top);
            if (Reaches(order, price))
            {
                Fill(order, (order.Qty ?? 0) - order.FilledQty, price, now);
            }
        }
    }

    /// <summary>Fills an open order, in part or as a whole.</summary>
    public void Fill(BrokerOrder order, decimal qty, decimal price, DateTimeOffset now)
    {
        var filled = order.FilledQty + qty;
        var isWhole = filled >= (order.Qty ?? 0);
        var paid = (order.FilledQty * order.FilledAvgPrice.GetValueOrDefault()) + (qty * price);
        var after = order with
        {
            Status = isWhole ? BrokerStatus.Filled : BrokerStatus.PartiallyFilled,
            FilledQty = filled,
            FilledAvgPrice = order.FilledQty == 0 || filled == 0 ? price : paid / filled,
            FilledAt = now,
            UpdatedAt = now,
        };
        Restore(after);
        onFill?.Invoke(new SimulatedFill(after, qty, price, now));
    }

    /// <summary>Takes fees from the cash, USD.</summary>
    public void Charge(decimal amount) => Fees += amount;

    /// <summary>Ends the day orders that were sent before a close.</summary>
    public void ExpireBefore(DateTimeOffset close)
    {
        foreach (var order in OpenOrders.Where(order => order.SubmittedAt < close))
        {
            Restore(order with { Status = "expired", UpdatedAt = close });
        }
    }

    public void CancelAll(DateTimeOffset now)
    {
        foreach (var order in OpenOrders)
        {
            Restore(order with { Status = "canceled", UpdatedAt = now });
        }
    }

    /// <summary>Lets go of the orders that are over; what they led to stays. A long run would keep millions of them otherwise.</summary>
    public void ForgetClosed()
    {
        foreach (var id in _closed)
        {
            _orders.Remove(id);
        }

        _closed.Clear();
    }

    public IReadOnlyList<BrokerPosition> Positions(IReadOnlyDictionary<string, TopOfBook> prices) =>
        Positions(symbol => prices.TryGetValue(symbol, out var top) ? top.Last : null);

    /// <param name="priceOf">Last price of a symbol, USD; null when there is none.</param>
    public IReadOnlyList<BrokerPosition> Positions(Func<string, decimal?> priceOf) =>
    [
        .. _holdings.Where(pair => pair.Value.Qty != 0)
            .Select(pair => (Symbol: pair.Key, pair.Value.Qty, pair.Value.AveragePrice, Price: priceOf(pair.Key)))
            .Select(p => new BrokerPosition(p.Symbol, p.Qty, Math.Round(p.AveragePrice, 8), p.Price, p.Qty * p.Price)),
    ];

    /// <summary>Signed shares of a symbol.</summary>
    public decimal QtyOf(string symbol) => _holdings.TryGetValue(symbol, out var holding) ? holding.Qty : 0;

    public BrokerAccount Account(IReadOnlyDictionary<string, TopOfBook> prices) => Account(Positions(prices));

    /// <param name="positions">As <see cref="Positions(Func{string, decimal?})"/> tells them.</param>
    public BrokerAccount Account(IReadOnlyList<BrokerPosition> positions)
    {
        var equity = Cash + positions.Sum(position => position.Qty * (position.Price ?? position.AvgEntryPrice));
        return new BrokerAccount(equity, initialCash, Cash, Math.Max(0, Cash), Blocked: false, ShortingEnabled: true);
    }

    public void Save(CheckpointWriter writer)
    {
        writer.Write(_orders.Values, order => writer.Write(order));
        writer.Write(_open, writer.Write);
        writer.Write(_closed, writer.Write);
        writer.Write(_holdings, pair =>
        {
            writer.Write(pair.Key);
            writer.Write(pair.Value.Qty);
            writer.Write(pair.Value.AveragePrice);
        });
        writer.Write(_spent);
        writer.Write(Fees);
    }

    public void Load(CheckpointReader reader)
    {
        reader.All(() =>
        {
            var order = reader.Order();
            _orders.Add(order.ClientOrderId, order);
        });
        reader.All(() => _open.Add(reader.Text()));
        reader.All(() => _closed.Add(reader.Text()));
        reader.All(() => _holdings.Add(reader.Text(), new AveragedPosition(reader.Decimal(), reader.Decimal())));
        (_spent, Fees) = (reader.Decimal(), reader.Decimal());
    }

    public static bool IsOpen(BrokerOrder order) => !BrokerStatus.IsTerminal(order.Status);

    /// <summary>Counts what an order has filled more than it had before.</summary>
    private void Count(BrokerOrder order, BrokerOrder? before)
    {
        var qty = Signed(order) - (before is null ? 0 : Signed(before));
        var cost = Paid(order) - (before is null ? 0 : Paid(before));
        _spent += cost;
        if (qty == 0)
        {
            return;
        }

        _holdings[order.Symbol] = _holdings.GetValueOrDefault(order.Symbol).After(qty, cost / qty);
    }

    private static decimal PriceFor(BrokerOrder order, TopOfBook top)
    {
        if (top is not { Bid: > 0, Ask: > 0 } || top.Bid > top.Ask)
        {
            return top.Last;
        }

        return order.Side == "buy" ? top.Ask.Value : top.Bid.Value;
    }

    private static bool Reaches(BrokerOrder order, decimal price) =>
        order.LimitPrice is not { } limit || (order.Side == "buy" ? price <= limit : price >= limit);

    private static decimal Signed(BrokerOrder order) => order.Side == "buy" ? order.FilledQty : -order.FilledQty;

    private static decimal Paid(BrokerOrder order) => Signed(order) * order.FilledAvgPrice.GetValueOrDefault();
}
