using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Orders;

namespace Torghut.Trading.Simulation;

/// <summary>
/// Orders, cash and positions of a simulated account. A purchase pays the ask and a sale takes the bid; where no usable quote is known the last price
/// stands in. A market order fills at once, a limit at that price once it reaches the limit. Not safe for several threads.
/// </summary>
internal sealed class SimulatedAccount(decimal initialCash)
{
    private readonly Dictionary<string, BrokerOrder> _orders = new(StringComparer.Ordinal);

    public IEnumerable<BrokerOrder> Orders => _orders.Values;

    /// <summary>Takes over an order of an earlier run.</summary>
    public void Restore(BrokerOrder order) => _orders[order.ClientOrderId] = order;

    public BrokerOrder? Find(string clientOrderId) => _orders.GetValueOrDefault(clientOrderId);

    /// <summary>Accepts an order; null when the id exists already.</summary>
    public BrokerOrder? Submit(PlannedOrder order, string clientOrderId, DateTimeOffset now)
    {
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
        return _orders.TryAdd(clientOrderId, accepted) ? accepted : null;
    }

    /// <summary>Fills every open order that the prices allow.</summary>
    public void Match(IReadOnlyDictionary<string, TopOfBook> prices, DateTimeOffset now)
    {
        foreach (var order in _orders.Values.Where(IsOpen).ToList())
        {
            if (!prices.TryGetValue(order.Symbol, out var top))
            {
                continue;
            }

            var price = PriceFor(order, top);
            if (!Reaches(order, price))
            {
                continue;
            }

            Restore(order with { Status = BrokerStatus.Filled, FilledQty = order.Qty ?? 0, FilledAvgPrice = price, FilledAt = now, UpdatedAt = now });
        }
    }

    /// <summary>Ends the day orders that were sent before a close.</summary>
    public void ExpireBefore(DateTimeOffset close)
    {
        foreach (var order in _orders.Values.Where(order => IsOpen(order) && order.SubmittedAt < close).ToList())
        {
            Restore(order with { Status = "expired", UpdatedAt = close });
        }
    }

    public void CancelAll(DateTimeOffset now)
    {
        foreach (var order in _orders.Values.Where(IsOpen).ToList())
        {
            Restore(order with { Status = "canceled", UpdatedAt = now });
        }
    }

    public IReadOnlyList<BrokerPosition> Positions(IReadOnlyDictionary<string, TopOfBook> prices) =>
    [
        .. _orders.Values.Where(order => order.FilledQty > 0).GroupBy(order => order.Symbol, StringComparer.Ordinal)
            .Select(group =>
            (Symbol: group.Key, Qty: group.Sum(Signed), Cost: Math.Abs(group.Sum(order => Signed(order) * order.FilledAvgPrice.GetValueOrDefault()))))
            .Where(holding => holding.Qty != 0)
            .Select(holding => (holding, Price: prices.TryGetValue(holding.Symbol, out var top) ? top.Last : (decimal?)null))
            .Select(p =>
            new BrokerPosition(p.holding.Symbol, p.holding.Qty, Math.Round(p.holding.Cost / Math.Abs(p.holding.Qty), 8), p.Price, p.holding.Qty * p.Price)),
    ];

    public BrokerAccount Account(IReadOnlyDictionary<string, TopOfBook> prices)
    {
        var cash = initialCash - _orders.Values.Sum(order => Signed(order) * order.FilledAvgPrice.GetValueOrDefault());
        var equity = cash + Positions(prices).Sum(position => position.Qty * (position.Price ?? position.AvgEntryPrice));
        return new BrokerAccount(equity, initialCash, cash, Math.Max(0, cash), Blocked: false, ShortingEnabled: true);
    }

    public static bool IsOpen(BrokerOrder order) => !BrokerStatus.IsTerminal(order.Status);

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
}
