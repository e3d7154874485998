using Torghut.Contracts.Time;
using Torghut.Trading.Checkpoints;
using Torghut.Trading.Execution;
using Torghut.Trading.Simulation;

namespace Torghut.Trading.Backtest;

/// <summary>
/// An order arrives after the latency and is marketable against the quote then in force, for no more than it displays; what is left waits for the next quote,
/// or, with a queue, for trades. Nothing fills on a quote older than the stale limit.
/// </summary>
/// <param name="latency">From a decision to its order's arrival.</param>
/// <param name="stale">Oldest quote that still fills.</param>
/// <param name="queues">Whether what rests waits in the queue at its price.</param>
internal sealed class QuoteFills(TimeSpan latency, TimeSpan stale, bool queues) : IFillModel
{
    private readonly Dictionary<string, SymbolQueue> _symbols = new(StringComparer.Ordinal);
    private readonly List<RestingOrder> _waiting = [];
    private readonly long _latency = Nanos.Of(latency);
    private readonly long _stale = Nanos.Of(stale);

    public FillKind Kind => queues ? FillKind.Queue : FillKind.Quote;

    public string Version => queues ? "3" : "1";

    public void Submitted(SimulatedAccount account, BrokerOrder order, DateTimeOffset now) =>
        _waiting.Add(new RestingOrder(order.ClientOrderId, order.Symbol) { ArrivesAt = Nanos.Of(now) + _latency });

    public void OnTick(SimulatedAccount account, in MarketTick tick, bool isOpen)
    {
        Arrive(account, tick.At, isOpen);
        var symbol = Of(tick.Symbol);
        if (!tick.IsTrade)
        {
            (symbol.At, symbol.Bid, symbol.BidLeft, symbol.Ask, symbol.AskLeft) = (tick.At, tick.Bid, tick.BidSize, tick.Ask, tick.AskSize);
        }

        if (!isOpen || symbol.Orders.Count == 0)
        {
            return;
        }

        var left = tick.IsTrade ? tick.Size : 0;
        foreach (var resting in symbol.Orders.ToArray())
        {
            if (account.Find(resting.Id) is not { } order || !SimulatedAccount.IsOpen(order))
            {
                symbol.Orders.Remove(resting);
            }
            else if (tick.IsTrade)
            {
                left -= OnTrade(account, resting, order, tick, left);
            }
            else if (!queues || order.LimitPrice is null)
            {
                Take(account, order, symbol, tick.At);
            }
        }
    }

    public void OnStep(SimulatedAccount account, DateTimeOffset now, bool isOpen) => Arrive(account, Nanos.Of(now), isOpen);

    public void Save(CheckpointWriter writer)
    {
        writer.Write(_waiting, order => order.Save(writer));
        writer.Write(_symbols, pair =>
        {
            writer.Write(pair.Key);
            pair.Value.Save(writer);
        });
    }

    public void Load(CheckpointReader reader)
    {
        reader.All(() => _waiting.Add(RestingOrder.Load(reader)));
        reader.All(() => Of(reader.Text()).Load(reader));
    }

    private void Arrive(SimulatedAccount account, long now, bool isOpen)
    {
        for (var i = 0; i < _waiting.Count;)
        {
            var resting = _waiting[i];
            if (resting.ArrivesAt > now)
            {
                i++;
                continue;
            }

            _waiting.RemoveAt(i);
            var symbol = Of(resting.Symbol);
            if (isOpen && account.Find(resting.Id) is { } order && SimulatedAccount.IsOpen(order))
            {
                Take(account, order, symbol, resting.ArrivesAt);
                order = account.Find(resting.Id)!;
                resting.Ahead = Ahead(order, symbol);
                if (SimulatedAccount.IsOpen(order))
                {
                    symbol.Orders.Add(resting);
                }
            }
            else if (account.Find(resting.Id) is { } early && SimulatedAccount.IsOpen(early))
            {
                resting.Ahead = decimal.MaxValue;
                symbol.Orders.Add(resting);
            }
        }
    }

    /// <summary>Takes what the quote in force displays, if the order reaches it.</summary>
    private void Take(SimulatedAccount account, BrokerOrder order, SymbolQueue symbol, long at)
    {
        var buys = order.Side == "buy";
        var (price, left) = buys ? (symbol.Ask, symbol.AskLeft) : (symbol.Bid, symbol.BidLeft);
        var reaches = order.LimitPrice is not { } limit || (buys ? price <= limit : price >= limit);
        var isCrossed = symbol.Bid > 0 && symbol.Ask > 0 && symbol.Bid > symbol.Ask;
        if (price <= 0 || left <= 0 || !reaches || isCrossed || at - symbol.At > _stale)
        {
            return;
        }

        var qty = Math.Min(left, (order.Qty ?? 0) - order.FilledQty);
        if (buys)
        {
            symbol.AskLeft -= qty;
        }
        else
        {
            symbol.BidLeft -= qty;
        }

        account.Fill(order, qty, price, Nanos.ToInstant(at));
    }

    /// <summary>
    /// A trade at the order's price first fills those before it; one through its price means that it was its turn. Returns what it took of the shares that our
    /// other orders have left of the trade.
    /// </summary>
    private decimal OnTrade(SimulatedAccount account, RestingOrder resting, BrokerOrder order, in MarketTick trade, decimal left)
    {
        if (!queues || order.LimitPrice is not { } limit)
        {
            return 0;
        }

        var isThrough = order.Side == "buy" ? trade.Price < limit : trade.Price > limit;
        var available = left;
        if (!isThrough)
        {
            if (trade.Price != limit || resting.Ahead == decimal.MaxValue)
            {
                return 0;
            }

            available = Math.Min(left, Math.Max(0, trade.Size - resting.Ahead));
            resting.Ahead = Math.Max(0, resting.Ahead - trade.Size);
        }

        var qty = Math.Min(available, (order.Qty ?? 0) - order.FilledQty);
        if (qty > 0)
        {
            account.Fill(order, qty, limit, Nanos.ToInstant(trade.At));
        }

        return qty;
    }

    /// <summary>Shares displayed before a resting order; behind the best price nobody knows, so that only a price that trades through fills it.</summary>
    private static decimal Ahead(BrokerOrder order, SymbolQueue symbol)
    {
        var (best, size) = order.Side == "buy" ? (symbol.Bid, symbol.BidLeft) : (symbol.Ask, symbol.AskLeft);
        if (order.LimitPrice is not { } limit || best <= 0)
        {
            return decimal.MaxValue;
        }

        var isBetter = order.Side == "buy" ? limit > best : limit < best;
        return isBetter ? 0 : limit == best ? size : decimal.MaxValue;
    }

    private SymbolQueue Of(string symbol)
    {
        if (!_symbols.TryGetValue(symbol, out var queue))
        {
            _symbols.Add(symbol, queue = new SymbolQueue());
        }

        return queue;
    }
}
