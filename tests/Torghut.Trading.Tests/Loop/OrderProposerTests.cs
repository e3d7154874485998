using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Loop;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;
using Torghut.Trading.Sizing;
using Torghut.Trading.Strategies;
using Torghut.Trading.Tests.Risk;

namespace Torghut.Trading.Tests.Loop;

/// <summary>What becomes of an intent: how large, of which type, and judged by whose prices.</summary>
public sealed class OrderProposerTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 6, 17, 0, 0, TimeSpan.Zero);
    private static readonly SignalFeatures Warm = new() { Ema26 = 100, Rsi14 = 20 };

    [Test]
    public void Entry_BrokerSilent_AsksForItsOwnPriceAndStaysInItsBudget()
    {
        var draft = Draft(OrderSide.Buy, Warm);
        var context = Context(quote: null);
        var (order, _) = OrderProposer.Propose(draft, context);
        Assert.That((order.Kind, order.Qty, order.LimitPrice), Is.EqualTo((OrderKind.Limit, 49m, (decimal?)100.05m)), "50 would cost more than 5,000");
        Assert.That(Judge(draft, order, context), Is.Empty);
    }

    [Test]
    public void Entry_BrokerSpeaks_GoesAtMarket()
    {
        var draft = Draft(OrderSide.Buy, Warm);
        var context = Context(new BrokerQuote(99.9m, 100.1m, null, null));
        var (order, _) = OrderProposer.Propose(draft, context);
        Assert.That((order.Kind, order.Qty), Is.EqualTo((OrderKind.Market, 50m)));
        Assert.That(Judge(draft, order, context), Is.Empty);
    }

    /// <summary>An average that has seen too few bars is the newest bar itself.</summary>
    [TestCase(100.0, 20.0, true)]
    [TestCase(100.0, null, false)]
    [TestCase(600.0, 20.0, false)]
    [TestCase(null, 20.0, false)]
    public void Entry_OneBarAndAnAverage_ConfirmedByAWarmOne(double? average, double? rsi, bool confirmed)
    {
        var draft = Draft(OrderSide.Buy, new SignalFeatures { Ema26 = average, Rsi14 = rsi });
        var context = Context(quote: null);
        var (order, _) = OrderProposer.Propose(draft, context);
        Assert.That(Judge(draft, order, context), Is.EqualTo(confirmed ? [] : new[] { RiskReason.PriceUnconfirmed }));
    }

    /// <summary>No bar is made of a quote.</summary>
    [TestCase(99.0, 101.0, true)]
    [TestCase(599.0, 601.0, false)]
    [TestCase(101.0, 99.0, false, Description = "a crossed quote says nothing")]
    public void Entry_StreamedQuote_ConfirmsOrNot(double bid, double ask, bool confirmed)
    {
        var draft = Draft(OrderSide.Buy, new SignalFeatures { ImbalanceBidPx = bid, ImbalanceAskPx = ask });
        var context = Context(quote: null);
        var (order, _) = OrderProposer.Propose(draft, context);
        Assert.That(Judge(draft, order, context), confirmed ? Is.Empty : Does.Contain(RiskReason.PriceUnconfirmed));
    }

    private static IReadOnlyList<RiskReason> Judge(DecisionDraft draft, PlannedOrder order, TickContext context) =>
        OrderProposer.Check(OrderProposer.Risk(draft.Strategy, draft.Strategy.Name, draft.Signal, order, false, RiskInputs.Good.Switches, context)).Reasons;

    private static DecisionDraft Draft(OrderSide side, SignalFeatures features)
    {
        const string Text = "strategies:\n  - name: dip\n    type: macd_rsi\n    max_notional_per_trade: 5000\n";
        var strategy = CatalogueParser.Parse("strategies.yaml", Text).Catalogue!.Strategies[0];
        var signal = new SignalRow("AAPL", Now, 1, Now, "PT1S", features);
        return new DecisionDraft(strategy, signal, new Intent("paper", "dip", "AAPL", Now, 1, "PT1S", side), [], Now);
    }

    private static TickContext Context(BrokerQuote? quote)
    {
        var prices = new Dictionary<string, PriceView> { ["AAPL"] = new(100, Now, 1_000_000) };
        return new TickContext
        {
            Clock = new SessionClock(new MarketClock(Now, true, Now.AddDays(1), Now.AddHours(3), StandsStill: true), 0, TimeProvider.System),
            ReadAt = 0,
            AnsweredAt = 0,
            Universe = new HashSet<string>(StringComparer.Ordinal) { "AAPL" },
            Portfolio = new PortfolioSnapshot(new BrokerAccount(100_000, 100_000, 100_000, 200_000, false, true), [], [], prices),
            OrderRate = new OrderRateTracker(),
            Prices = prices,
            Quotes = quote is null ? [] : new Dictionary<string, BrokerQuote> { ["AAPL"] = quote },
            Assets = new Dictionary<string, BrokerAsset> { ["AAPL"] = new("AAPL", true, true) },
            Suspended = [],
            Limits = new RiskLimits { MaxPriceDeviation = 0.05m },
            Sizing = new SizingLimits(),
            Policy = new OrderPolicy(PreferLimit: false, OffsetBps: 5),
        };
    }
}
