using Torghut.Trading.Execution;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Portfolio;

/// <summary>
/// Positions and working orders as the broker shows them, plus what has left since. Working orders count as filled in the direction that is worse for a
/// cap; orders are read before positions, so that a fill in between counts twice rather than not at all.
/// </summary>
internal sealed class PortfolioSnapshot
{
    private readonly Dictionary<string, Holding> _holdings = new(StringComparer.Ordinal);
    private decimal _reserved;

    public PortfolioSnapshot(BrokerAccount account, IEnumerable<BrokerPosition> positions, IEnumerable<BrokerOrder> openOrders,
        IReadOnlyDictionary<string, PriceView> prices)
    {
        Account = account;
        foreach (var position in positions)
        {
            var holding = At(position.Symbol);
            holding.Qty += position.Qty;
            holding.Price = position.Price ?? position.AvgEntryPrice;
            holding.Available = position.Available;
            holding.AverageEntryPrice = position.AvgEntryPrice;
        }

        foreach (var order in openOrders)
        {
            var holding = At(order.Symbol);
            var open = Math.Max(0, (order.Qty ?? 0) - order.FilledQty);
            holding.Price = holding.Price == 0 ? order.LimitPrice ?? 0 : holding.Price;
            if (order.Side == "buy")
            {
                holding.PendingBuy += open;
            }
            else
            {
                holding.PendingSell += open;
            }
        }

        foreach (var (symbol, price) in prices)
        {
            if (_holdings.TryGetValue(symbol, out var holding))
            {
                holding.Price = price.Price;
            }
        }
    }

    public BrokerAccount Account { get; }

    /// <summary>Buying power less what left since the account was read.</summary>
    public decimal BuyingPower => Account.BuyingPower - _reserved;

    public AccountView AccountView => new(Account.Equity, BuyingPower, Account.DailyLoss, Account.Blocked);

    /// <summary>The position in a symbol, as strategies may look at it.</summary>
    public HeldPosition PositionOf(string symbol) => _holdings.TryGetValue(symbol, out var holding)
        ? HeldPosition.Of(holding.Qty, holding.AverageEntryPrice, holding.Price > 0 ? holding.Price : null)
        : HeldPosition.None;

    public PortfolioView View(string symbol)
    {
        var own = _holdings.GetValueOrDefault(symbol) ?? new Holding();
        decimal gross = 0, netLong = 0, netShort = 0;
        var positions = 0;
        foreach (var (name, other) in _holdings)
        {
            if (name == symbol || other.IsFlat)
            {
                continue;
            }

            positions++;
            gross += Math.Max(Math.Abs(other.Qty + other.PendingBuy), Math.Abs(other.Qty - other.PendingSell)) * other.Price;
            netLong += (other.Qty + other.PendingBuy) * other.Price;
            netShort += (other.Qty - other.PendingSell) * other.Price;
        }

        return new PortfolioView(own.Qty, own.PendingBuy, own.PendingSell, gross, netLong, netShort, positions) { Available = own.Available };
    }

    /// <summary>Counts an order that left.</summary>
    public void Leaving(PlannedOrder order, decimal openingQty, decimal price)
    {
        var holding = At(order.Symbol);
        if (holding.Price == 0)
        {
            holding.Price = price;
        }

        if (order.Side == OrderSide.Buy)
        {
            holding.PendingBuy += order.Qty;
        }
        else
        {
            holding.PendingSell += order.Qty;
        }

        if (holding.Available is { } available && (order.Side == OrderSide.Sell) == (holding.Qty > 0))
        {
            holding.Available = Math.Max(0, available - order.Qty);
        }

        _reserved += openingQty * price;
    }

    private Holding At(string symbol)
    {
        if (!_holdings.TryGetValue(symbol, out var holding))
        {
            _holdings.Add(symbol, holding = new Holding());
        }

        return holding;
    }

    private sealed class Holding
    {
        public decimal Qty { get; set; }
        public decimal PendingBuy { get; set; }
        public decimal PendingSell { get; set; }
        public decimal Price { get; set; }
        public decimal? Available { get; set; }
        public decimal AverageEntryPrice { get; set; }

        public bool IsFlat => Qty == 0 && PendingBuy == 0 && PendingSell == 0;
    }
}
