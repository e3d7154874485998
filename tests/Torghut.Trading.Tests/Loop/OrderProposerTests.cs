using FsCheck;
using FsCheck.Fluent;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Loop;
using Torghut.Trading.Risk;
using Torghut.Trading.Sizing;
using Torghut.Trading.Strategies;
using Torghut.Trading.Tests.Risk;

namespace Torghut.Trading.Tests.Loop;

/// <summary>What becomes of an intent: how large, of which type, and judged by whose prices.</summary>
public sealed class OrderProposerTests
{
    private static readonly SignalFeatures Warm = new() { Ema26 = 100, Rsi14 = 20 };

    private static readonly RiskReason[] Caps =
    [
        RiskReason.MaxSymbolExposureExceeded, RiskReason.MaxGrossExposureExceeded, RiskReason.MaxNetExposureExceeded, RiskReason.MaxPositionsExceeded,
        RiskReason.MaxSharesExceeded,
    ];

    private static readonly Gen<Scene> Scenes =
        from held in Gen.Choose(-30, 30)
        from buys in Gen.Choose(0, 12)
        from sells in Gen.Choose(0, 12)
        from other in Gen.Choose(-30, 30)
        from otherBuys in Gen.Choose(0, 12)
        from otherSells in Gen.Choose(0, 12)
        from available in Gen.Elements<decimal?>(null, 3)
        from symbol in Gen.Elements<decimal?>(null, 3_000)
        from gross in Gen.Elements<decimal?>(null, 6_000)
        from net in Gen.Elements<decimal?>(null, 4_000)
        from positions in Gen.Elements<int?>(null, 1, 2)
        from shares in Gen.Elements<decimal?>(null, 20)
        from power in Gen.Elements(1_500m, 200_000m)
        select new Scene
        {
            Held = held,
            WorkingBuys = buys,
            WorkingSells = sells,
            Available = available,
            OtherHeld = other,
            OtherWorkingBuys = otherBuys,
            OtherWorkingSells = otherSells,
            BuyingPower = power,
            Sizing = new SizingLimits
            {
                MaxSymbolExposure = symbol,
                MaxGrossExposure = gross,
                MaxNetExposure = net,
                MaxPositions = positions,
                MaxShares = shares,
            },
            Limits = new RiskLimits
            {
                MaxPriceDeviation = 0.05m,
                AllowShorts = true,
                MaxSymbolExposure = symbol,
                MaxGrossExposure = gross,
                MaxNetExposure = net,
                MaxPositions = positions,
                MaxShares = shares,
            },
        };

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

    [Test]
    public void AnyAccount_MirroredWithItsIntent_SameOrderAndSameReasons() => Prop.ForAll(
        (from side in Gen.Elements(OrderSide.Buy, OrderSide.Sell) from scene in Scenes select (side, scene)).ToArbitrary(),
        run =>
        {
            var (draft, context) = (Draft(run.side, Warm), run.scene.ToContext());
            var (mirrored, opposite) = (Draft(run.side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy, Warm), run.scene.Mirrored().ToContext());
            var order = OrderProposer.Propose(draft, context).Order;
            var other = OrderProposer.Propose(mirrored, opposite).Order;
            return order.Qty == other.Qty && Judge(draft, order, context).SequenceEqual(Judge(mirrored, other, opposite));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    /// <summary>Sizing leaves the engine nothing to say: what was lowered to a cap's room passes that cap, working orders counted.</summary>
    [Test]
    public void AnyAccount_OrderSizedToTheCaps_PassesThem() => Prop.ForAll(
        (from side in Gen.Elements(OrderSide.Buy, OrderSide.Sell) from scene in Scenes select (side, scene)).ToArbitrary(),
        run =>
        {
            var (draft, context) = (Draft(run.side, Warm), run.scene.ToContext());
            var order = OrderProposer.Propose(draft, context).Order;
            return order.Qty == 0 || !Judge(draft, order, context).Intersect(Caps).Any();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    [TestCase(10, 0, 4, "Sell", 6, Description = "an exit leaves out what sells that work close already")]
    [TestCase(-10, 4, 0, "Buy", 6, Description = "and so does buying back")]
    [TestCase(10, 4, 0, "Sell", 10, Description = "a buy that works closes nothing")]
    [TestCase(-10, 0, 4, "Buy", 10)]
    [TestCase(10, 0, 0, "Sell", 10)]
    [TestCase(-10, 0, 0, "Buy", 10)]
    public void Exit_OrdersThatWork_AreCountedOnTheirSide(decimal held, decimal buys, decimal sells, string side, decimal expected)
    {
        var context = new Scene { Held = held, WorkingBuys = buys, WorkingSells = sells }.ToContext();
        Assert.That(OrderProposer.Propose(Draft(Enum.Parse<OrderSide>(side), Warm), context).Order.Qty, Is.EqualTo(expected));
    }

    [Test]
    public void Exit_SharesThatOtherOrdersHold_AreLeftOut()
    {
        var context = new Scene { Held = 10, Available = 4 }.ToContext();
        Assert.That(OrderProposer.Propose(Draft(OrderSide.Sell, Warm), context).Order.Qty, Is.EqualTo(4));
    }

    [TestCase(30, 0, 20)]
    [TestCase(0, 30, 50)]
    public void Entry_BuysThatWork_TakeTheirPartOfTheCap(decimal buys, decimal sells, decimal expected)
    {
        var context = new Scene { WorkingBuys = buys, WorkingSells = sells, Sizing = new SizingLimits { MaxSymbolExposure = 5_000 } }.ToContext();
        Assert.That(OrderProposer.Propose(Draft(OrderSide.Buy, Warm), context).Order.Qty, Is.EqualTo(expected));
    }

    [TestCase("Buy", 10)]
    [TestCase("Sell", 50)]
    public void Entry_OtherSymbolsOrders_CountForTheirDirectionOnly(string side, decimal expected)
    {
        var context = new Scene { OtherWorkingBuys = 40, Sizing = new SizingLimits { MaxNetExposure = 5_000 } }.ToContext();
        Assert.That(OrderProposer.Propose(Draft(Enum.Parse<OrderSide>(side), Warm), context).Order.Qty, Is.EqualTo(expected));
    }

    /// <summary>What orders that work close already is an entry for the next, and priced as one: by the bar.</summary>
    [TestCase(-10, 12, 0, "Buy", 50)]
    [TestCase(10, 0, 12, "Sell", 50)]
    [TestCase(-10, 4, 0, "Buy", 6)]
    [TestCase(10, 0, 4, "Sell", 6)]
    public void Exit_ThatOthersMakeAlready_IsAnEntry(decimal held, decimal buys, decimal sells, string side, decimal expected)
    {
        var context = new Scene { Held = held, WorkingBuys = buys, WorkingSells = sells, Quote = new BrokerQuote(119, 121, null, null) }.ToContext();
        Assert.That(OrderProposer.Propose(Draft(Enum.Parse<OrderSide>(side), Warm), context).Order.Qty, Is.EqualTo(expected));
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public void Entry_ShortOfWhatIsNotLent_IsRejected(bool lent, bool rejected)
    {
        var (draft, context) = (Draft(OrderSide.Sell, Warm), new Scene { Shortable = lent }.ToContext());
        var order = OrderProposer.Propose(draft, context).Order;
        Assert.That(Judge(draft, order, context).Contains(RiskReason.AssetNotTradable), Is.EqualTo(rejected));
    }

    /// <summary>Where bar and broker contradict each other an exit goes by the broker and an entry is kept.</summary>
    [TestCase("Sell", 10, 120)]
    [TestCase("Buy", -10, 120)]
    [TestCase("Buy", 10, 100)]
    [TestCase("Sell", -10, 100)]
    public void Price_BarAndBrokerDisagree_ExitsGoByTheBroker(string side, decimal held, decimal expected)
    {
        var draft = Draft(Enum.Parse<OrderSide>(side), Warm);
        var context = new Scene { Held = held, Quote = new BrokerQuote(119, 121, null, null) }.ToContext();
        var order = OrderProposer.Propose(draft, context).Order;
        var input = OrderProposer.Risk(draft.Strategy, draft.Strategy.Name, draft.Signal, order, false, RiskInputs.Good.Switches, context);
        Assert.That(input.Market.Price, Is.EqualTo(expected));
    }

    private static IReadOnlyList<RiskReason> Judge(DecisionDraft draft, PlannedOrder order, TickContext context) =>
        OrderProposer.Check(OrderProposer.Risk(draft.Strategy, draft.Strategy.Name, draft.Signal, order, false, RiskInputs.Good.Switches, context)).Reasons;

    private static DecisionDraft Draft(OrderSide side, SignalFeatures features) => Scene.Draft(side, features);

    private static TickContext Context(BrokerQuote? quote) => new Scene { Quote = quote }.ToContext();
}
