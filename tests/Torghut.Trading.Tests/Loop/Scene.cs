using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Loop;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;
using Torghut.Trading.Sizing;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Loop;

/// <summary>An account as a tick sees it, in a market where a share of AAPL or of MSFT costs 100 USD. Decisions are about AAPL.</summary>
internal sealed record Scene
{
    public static readonly DateTimeOffset Now = new(2026, 2, 6, 17, 0, 0, TimeSpan.Zero);

    public decimal Held { get; init; }

    public decimal WorkingBuys { get; init; }

    public decimal WorkingSells { get; init; }

    /// <summary>Shares of AAPL that no open order holds; null when the broker does not say.</summary>
    public decimal? Available { get; init; }

    public decimal OtherHeld { get; init; }

    public decimal OtherWorkingBuys { get; init; }

    public decimal OtherWorkingSells { get; init; }

    public decimal BuyingPower { get; init; } = 200_000;

    public bool Shortable { get; init; } = true;

    public bool PreferLimit { get; init; }

    public bool HasBars { get; init; } = true;

    public BrokerQuote? Quote { get; init; } = new(99.9m, 100.1m, null, null);

    public RiskLimits Limits { get; init; } = new() { MaxPriceDeviation = 0.05m, AllowShorts = true };

    public SizingLimits Sizing { get; init; } = new();

    /// <summary>The same account the other way round: what was long is short, what was bought is sold.</summary>
    public Scene Mirrored() => this with
    {
        Held = -Held,
        WorkingBuys = WorkingSells,
        WorkingSells = WorkingBuys,
        OtherHeld = -OtherHeld,
        OtherWorkingBuys = OtherWorkingSells,
        OtherWorkingSells = OtherWorkingBuys,
    };

    public TickContext ToContext()
    {
        string[] priced = HasBars ? ["AAPL", "MSFT"] : [];
        var prices = priced.ToDictionary(symbol => symbol, _ => new PriceView(100, Now, 1_000_000));
        BrokerPosition[] positions = [new("AAPL", Held, 90, 100, Held * 100, Available), new("MSFT", OtherHeld, 90, 100, OtherHeld * 100)];
        BrokerOrder[] orders =
        [
            Working("AAPL", "buy", WorkingBuys), Working("AAPL", "sell", WorkingSells), Working("MSFT", "buy", OtherWorkingBuys),
            Working("MSFT", "sell", OtherWorkingSells),
        ];
        return new TickContext
        {
            Clock = new SessionClock(new MarketClock(Now, true, Now.AddDays(1), Now.AddHours(3), StandsStill: true), 0, TimeProvider.System),
            ReadAt = 1,
            AnsweredAt = 2,
            Universe = new HashSet<string>(StringComparer.Ordinal) { "AAPL" },
            Portfolio = new PortfolioSnapshot(
                new BrokerAccount(100_000, 100_000, 100_000, BuyingPower, false, true), positions.Where(position => position.Qty != 0),
                orders.Where(order => order.Qty > order.FilledQty), prices),
            OrderRate = new OrderRateTracker(),
            Prices = prices,
            Quotes = Quote is null ? [] : new Dictionary<string, BrokerQuote> { ["AAPL"] = Quote },
            Assets = new Dictionary<string, BrokerAsset> { ["AAPL"] = new("AAPL", true, Shortable) },
            Suspended = [],
            Limits = Limits,
            Sizing = Sizing,
            Policy = new OrderPolicy(PreferLimit, OffsetBps: 5),
        };
    }

    /// <param name="side">What the strategy wants.</param>
    /// <param name="features">What it is wanted for; by default those of a symbol that has been quoted for long.</param>
    public static DecisionDraft Draft(OrderSide side, SignalFeatures? features = null)
    {
        const string Text = "strategies:\n  - name: dip\n    type: macd_rsi\n    max_notional_per_trade: 5000\n";
        var strategy = CatalogueParser.Parse("strategies.yaml", Text).Catalogue!.Strategies[0];
        var signal = new SignalRow("AAPL", Now, 1, Now, "PT1S", features ?? new SignalFeatures { Ema26 = 100, Rsi14 = 20 });
        return new DecisionDraft(strategy, signal, new Intent("paper", "dip", "AAPL", Now, 1, "PT1S", side), [], Now);
    }

    private static BrokerOrder Working(string symbol, string side, decimal qty) => new()
    {
        OrderId = symbol + side,
        ClientOrderId = symbol + side,
        Symbol = symbol,
        Side = side,
        Type = "market",
        TimeInForce = "day",
        Qty = qty + 2,
        FilledQty = 2,
        Status = "partially_filled",
        UpdatedAt = Now,
        RawJson = "{}",
    };
}
