using Torghut.Trading.Catalogue;
using Torghut.Trading.Checkpoints;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Loop;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;
using Torghut.Trading.Simulation;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Backtest;

/// <summary>
/// One simulated account with its way of filling orders. Decisions are sized, judged and planned by the functions that run live; only what they are judged
/// against comes from here instead of the broker and the database.
/// </summary>
internal sealed class BacktestAccount : ICheckpointed
{
    private readonly BacktestSettings _settings;
    private readonly IFillModel _fills;
    private readonly RecordedMarket _market;
    private readonly CostTable _costs;
    private readonly IBacktestObserver _observer;
    private readonly SimulatedAccount _account;
    private readonly OrderRateHistory _orderRate = new();
    private readonly HashSet<string> _suspended = new(StringComparer.Ordinal);
    private readonly TimeSpan _longestCooldown;
    private decimal? _lastEquity;

    public BacktestAccount(
        BacktestSettings settings, StrategyCatalogue catalogue, IFillModel fills, RecordedMarket market, CostTable costs, IBacktestObserver observer)
    {
        (_settings, _fills, _market, _costs, _observer) = (settings, fills, market, costs, observer);
        _account = new SimulatedAccount(settings.Cash, OnFill);
        _longestCooldown = catalogue.Strategies.Select(strategy => strategy.Cooldown ?? TimeSpan.Zero).Append(settings.Risk.Cooldown).Max();
        _lastEquity = settings.Cash;
    }

    public FillKind Kind => _fills.Kind;

    public string FillVersion => _fills.Version;

    public SimulatedAccount Broker => _account;

    /// <summary>Strategies that entered too often.</summary>
    public IReadOnlySet<string> Suspended => _suspended;

    /// <summary>Positions at their last prices, however old.</summary>
    public IReadOnlyList<BrokerPosition> Positions() => _account.Positions(_market.LastOf);

    public void OnTick(in MarketTick tick, bool isOpen) => _fills.OnTick(_account, tick, isOpen);

    /// <summary>Market time moves on: orders of a day end with its session, others fill.</summary>
    public void OnStep(MarketClock clock, DateTimeOffset? lastClose)
    {
        if (_account.HasOpenOrders && lastClose is { } close)
        {
            _account.ExpireBefore(close);
        }

        _fills.OnStep(_account, clock.Now, clock.IsOpen);
        _account.ForgetClosed();
    }

    /// <summary>Everything of an instant has happened.</summary>
    public void Observe(DateTimeOffset now) => _observer.OnStep(now, this);

    /// <summary>A session has ended: losses are counted from here on.</summary>
    public void OnClose() => _lastEquity = _account.Account(Positions()).Equity;

    /// <summary>Positions as strategies may look at them, as they are now.</summary>
    public Func<string, HeldPosition> PositionsAt(DateTimeOffset now)
    {
        var positions = _account.Positions(symbol => PriceOf(symbol, now))
            .ToDictionary(
                position => position.Symbol,
                position => HeldPosition.Of(position.Qty, position.AvgEntryPrice, position.Price ?? position.AvgEntryPrice),
                StringComparer.Ordinal);
        return symbol => positions.GetValueOrDefault(symbol, HeldPosition.None);
    }

    /// <summary>Decides what strategies want of one batch of signals.</summary>
    public void Decide(IReadOnlyList<DecisionDraft> drafts, MarketClock clock, IReadOnlySet<string> universe)
    {
        if (drafts.Count == 0)
        {
            return;
        }

        var context = Context(drafts, clock, universe);
        foreach (var draft in drafts)
        {
            Decide(draft, context, clock.Now);
        }
    }

    public void Save(CheckpointWriter writer)
    {
        _account.Save(writer);
        _fills.Save(writer);
        _orderRate.Save(writer);
        writer.Write(_suspended, writer.Write);
        writer.Write(_lastEquity);
    }

    public void Load(CheckpointReader reader)
    {
        _account.Load(reader);
        _fills.Load(reader);
        _orderRate.Load(reader);
        reader.All(() => _suspended.Add(reader.Text()));
        _lastEquity = reader.DecimalOrNull();
    }

    private void Decide(DecisionDraft draft, TickContext context, DateTimeOffset now)
    {
        var (order, sizing) = OrderProposer.Propose(draft, context);
        var input = Input();
        var verdict = OrderProposer.Check(input);
        if (EntryRateGuard.Suspends(draft.Strategy.Name, order.Symbol, verdict, context, _settings.Risk.MaxEntriesPerSymbolMinute))
        {
            input = Input();
            verdict = OrderProposer.Check(input);
        }

        _observer.OnDecision(new JudgedDecision(draft, order, sizing, input, verdict));
        if (!verdict.Approved || _account.Submit(order, draft.Hash, now) is not { } accepted)
        {
            return;
        }

        _fills.Submitted(_account, accepted, now);
        context.Left(new DecisionRow { StrategyName = draft.Strategy.Name, Symbol = order.Symbol }, order, verdict);
        _orderRate.Add(draft.Strategy.Name, order.Symbol, now, verdict.OpeningQty > 0);

        RiskInput Input() => OrderProposer.Risk(draft.Strategy, draft.Strategy.Name, draft.Signal, order, false, BacktestSettings.Switches, context);
    }

    private TickContext Context(IReadOnlyList<DecisionDraft> drafts, MarketClock clock, IReadOnlySet<string> universe)
    {
        var now = clock.Now;
        var symbols = drafts.Select(draft => draft.Intent.Symbol).Distinct(StringComparer.Ordinal).ToList();
        var open = _account.OpenOrders;
        var positions = _account.Positions(symbol => PriceOf(symbol, now));
        var account = _account.Account(positions) with { LastEquity = _lastEquity };
        var prices = new Dictionary<string, PriceView>(StringComparer.Ordinal);
        foreach (var symbol in symbols.Concat(positions.Select(position => position.Symbol)).Concat(open.Select(order => order.Symbol)))
        {
            if (_market.PriceOf(symbol, now) is { } price)
            {
                prices[symbol] = price;
            }
        }

        return new TickContext
        {
            Clock = new SessionClock(clock, 0, TimeProvider.System),
            ReadAt = 0,
            AnsweredAt = 0,
            Universe = universe,
            Portfolio = new PortfolioSnapshot(account, positions, open, prices),
            OrderRate = _orderRate.Load(now, _longestCooldown),
            Prices = prices,
            Quotes = Quotes(symbols, positions, now),
            Assets = symbols.ToDictionary(symbol => symbol, symbol => new BrokerAsset(symbol, true, true), StringComparer.Ordinal),
            Suspended = _suspended,
            Limits = _settings.Risk.Limits(_lastEquity),
            Sizing = _settings.Risk.Sizing(),
            Policy = _settings.Policy,
        };
    }

    /// <summary>The simulated market is made of recorded prices, and so is what it says of them, as the simulation adapter does.</summary>
    private Dictionary<string, BrokerQuote> Quotes(IReadOnlyList<string> symbols, IReadOnlyList<BrokerPosition> positions, DateTimeOffset now)
    {
        var quotes = new Dictionary<string, BrokerQuote>(StringComparer.Ordinal);
        foreach (var symbol in symbols.Concat(positions.Select(position => position.Symbol)))
        {
            if (PriceOf(symbol, now) is { } price)
            {
                quotes[symbol] = new BrokerQuote(null, null, price, null);
            }
        }

        return quotes;
    }

    private decimal? PriceOf(string symbol, DateTimeOffset now) => _market.PriceOf(symbol, now)?.Price;

    private void OnFill(SimulatedFill fill)
    {
        var fees = _costs.Of(fill.Order.Side == "sell", fill.Qty, fill.Price, fill.At);
        _account.Charge(fees.Total);
        _observer.OnFill(fill, fees);
    }
}
