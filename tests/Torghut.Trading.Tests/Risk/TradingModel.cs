using Torghut.Trading.Execution;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Risk;

/// <summary>
/// A broker and a loop around the real book and the real risk engine: orders that were approved work, fill in parts, fill or are cancelled, in any order, and
/// the book is read again now and then, as at the start of a tick. Prices stand still, so that only orders can break a cap.
/// </summary>
internal sealed class TradingModel(RiskLimits limits, decimal cash)
{
    private static readonly string[] Symbols = ["AAA", "BBB", "CCC"];

    private static readonly Dictionary<string, PriceView> Prices =
        Symbols.ToDictionary(symbol => symbol, symbol => new PriceView(10 * (1 + Array.IndexOf(Symbols, symbol)), DateTimeOffset.UnixEpoch, 1_000_000));

    private readonly Dictionary<string, decimal> _positions = [];
    private readonly List<Working> _working = [];
    private PortfolioSnapshot? _book;
    private decimal _cash = cash;
    private int _sent;

    /// <summary>What went wrong; null while every cap holds.</summary>
    public string? Broken { get; private set; }

    public int Approved { get; private set; }

    /// <summary>Does one step; negative shares sell.</summary>
    public void Apply(ModelStep step)
    {
        switch (step.Kind)
        {
            case ModelStepKind.NewTick:
                _book = null;
                break;
            case ModelStepKind.Propose:
                Propose(step);
                break;
            case ModelStepKind.Fill when _working.Count > 0:
                Fill(_working[step.Index % _working.Count], step.Qty);
                break;
            case ModelStepKind.Cancel when _working.Count > 0:
                _working.RemoveAt(step.Index % _working.Count);
                break;
        }
    }

    private void Propose(ModelStep step)
    {
        var symbol = Symbols[step.Index % Symbols.Length];
        var side = step.Qty > 0 ? OrderSide.Buy : OrderSide.Sell;
        var price = Prices[symbol].Price;
        var book = _book ??= Read();
        var order = new PlannedOrder(symbol, side, Math.Abs(step.Qty), OrderKind.Limit, price);
        var input = RiskInputs.Good with
        {
            Switches = RiskInputs.Good.Switches with { State = step.Reducing ? TradingState.Reducing : TradingState.Active },
            Order = new ProposedOrder(symbol, side, order.Qty, price),
            Market = RiskInputs.Good.Market with { Price = price, RecentVolume = 1_000_000 },
            Account = book.AccountView,
            Portfolio = book.View(symbol),
            Limits = limits,
        };
        var before = WorstGross();
        var verdict = RiskEngine.Evaluate(input);
        if (!verdict.Approved)
        {
            return;
        }

        Approved++;
        book.Leaving(order, verdict.OpeningQty, price);
        _working.Add(new Working { Id = ++_sent, Symbol = symbol, Side = side, Left = order.Qty, Price = price });
        Check(verdict.OpeningQty > 0, order.Qty * price, symbol);
        if (step.Reducing && WorstGross() > before)
        {
            Broken = $"a reducing order raised the worst exposure from {before} to {WorstGross()}";
        }
    }

    private void Fill(Working order, decimal wanted)
    {
        var qty = Math.Min(order.Left, Math.Max(1, Math.Abs(wanted)));
        var signed = order.Side == OrderSide.Buy ? qty : -qty;
        _positions[order.Symbol] = _positions.GetValueOrDefault(order.Symbol) + signed;
        _cash -= signed * order.Price;
        order.Left -= qty;
        if (order.Left == 0)
        {
            _working.Remove(order);
        }

        Check(opened: true, 0, order.Symbol);
    }

    /// <summary>The caps hold for what is held and for what would be held if the worst of the working orders filled.</summary>
    private void Check(bool opened, decimal notional, string symbol)
    {
        var longest = Symbols.Sum(s => High(s) * Price(s));
        var shortest = Symbols.Sum(s => Low(s) * Price(s));
        var faults = new (bool Broken, string What)[]
        {
            (opened && notional > (limits.MaxNotional ?? decimal.MaxValue), "notional"),
            (Worst(symbol) > (limits.MaxSymbolExposure ?? decimal.MaxValue), "symbol exposure"),
            (WorstGross() > (limits.MaxGrossExposure ?? decimal.MaxValue), "gross exposure"),
            (opened && notional > 0 && Math.Max(longest, -shortest) > (limits.MaxNetExposure ?? decimal.MaxValue)
                && Math.Max(longest, -shortest) > NetWithoutLast(), "net exposure"),
            (Symbols.Count(s => Worst(s) > 0) > (limits.MaxPositions ?? int.MaxValue), "positions"),
            (!limits.AllowShorts && Symbols.Any(s => Low(s) < 0), "short position"),
        };
        Broken ??= faults.FirstOrDefault(fault => fault.Broken).What;
    }

    /// <summary>Net exposure before the newest order: an exit may leave the rest of a hedge, an entry may not make it worse.</summary>
    private decimal NetWithoutLast()
    {
        var last = _working[^1];
        _working.Remove(last);
        var before = Math.Max(Symbols.Sum(s => High(s) * Price(s)), -Symbols.Sum(s => Low(s) * Price(s)));
        _working.Add(last);
        return before;
    }

    private PortfolioSnapshot Read()
    {
        var equity = _cash + Symbols.Sum(s => _positions.GetValueOrDefault(s) * Price(s));
        var reserved = _working.Sum(order => order.Left * order.Price);
        var account = new BrokerAccount(equity, equity, _cash,
            Math.Max(0, (2 * equity) - Symbols.Sum(s => Math.Abs(_positions.GetValueOrDefault(s)) * Price(s)) - reserved), false, true);
        return new PortfolioSnapshot(
            account,
            _positions.Where(p => p.Value != 0).Select(p => new BrokerPosition(p.Key, p.Value, Price(p.Key), Price(p.Key), null)),
            _working.Select(Open),
            Prices);
    }

    private static BrokerOrder Open(Working order) => new()
    {
        OrderId = $"o{order.Id}",
        ClientOrderId = $"c{order.Id}",
        Symbol = order.Symbol,
        Side = order.Side == OrderSide.Buy ? "buy" : "sell",
        Type = "limit",
        TimeInForce = "day",
        Qty = order.Left,
        LimitPrice = order.Price,
        Status = "new",
        UpdatedAt = DateTimeOffset.UnixEpoch,
        RawJson = "{}",
    };

    private decimal WorstGross() => Symbols.Sum(Worst);

    private decimal Worst(string symbol) => Math.Max(Math.Abs(High(symbol)), Math.Abs(Low(symbol))) * Price(symbol);

    private decimal High(string symbol) => _positions.GetValueOrDefault(symbol) + Pending(symbol, OrderSide.Buy);

    private decimal Low(string symbol) => _positions.GetValueOrDefault(symbol) - Pending(symbol, OrderSide.Sell);

    private decimal Pending(string symbol, OrderSide side) => _working.Where(o => o.Symbol == symbol && o.Side == side).Sum(o => o.Left);

    private static decimal Price(string symbol) => Prices[symbol].Price;

    private sealed class Working
    {
        public required int Id { get; init; }
        public required string Symbol { get; init; }
        public required OrderSide Side { get; init; }
        public required decimal Price { get; init; }
        public decimal Left { get; set; }
    }
}

/// <param name="Index">Which symbol or working order.</param>
/// <param name="Qty">Shares.</param>
/// <param name="Reducing">Whether only exits may leave when the order is proposed.</param>
internal sealed record ModelStep(ModelStepKind Kind, int Index, int Qty, bool Reducing);
