using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Risk;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Loop;

/// <summary>What decisions of one tick know of each other, and which price they go by.</summary>
public sealed class TickContextTests
{
    private static readonly PlannedOrder Order = new("AAPL", OrderSide.Buy, 3, OrderKind.Market, null);
    private static readonly DecisionRow Row = new() { StrategyName = "dip", Symbol = "AAPL", SignalEventTs = Scene.Now };

    /// <summary>A slow broker's answer keeps entries back, whose positions are as old as the question, and traps no exit.</summary>
    [TestCase(true, 1)]
    [TestCase(false, 2)]
    public void Leaving_EntryOrExit_IsAsOldAsTheQuestionOrTheAnswer(bool opens, long readAt) =>
        Assert.That(new Scene().ToContext().Leaving(Row with { OpensExposure = opens }).ContextReadAt, Is.EqualTo(readAt));

    [TestCase(3, true)]
    [TestCase(0, false)]
    public void Left_Order_CountsAgainstTheDecisionsAfterIt(decimal opens, bool entry)
    {
        var context = new Scene().ToContext();
        context.Left(Row, Order, new RiskVerdict([], opens));
        Assert.That(context.OrderRate.OrdersLastMinute, Is.EqualTo(1));
        Assert.That(context.OrderRate.EntriesLastMinute("dip", "AAPL"), Is.EqualTo(entry ? 1 : 0));
        Assert.That(context.OrderRate.SinceLastEntry("dip", "AAPL", Scene.Now), Is.EqualTo(entry ? TimeSpan.Zero : null));
        Assert.That((context.Portfolio.View("AAPL").PendingBuyQty, context.Portfolio.BuyingPower), Is.EqualTo((3m, 200_000 - (100 * opens))));
    }

    [TestCase(false, 119, 100, Description = "an entry is sized by the bar, and rejected for the difference")]
    [TestCase(true, 119, 120)]
    [TestCase(true, 103, 100, Description = "within what prices may differ by the bar stands")]
    public void PriceOf_BarAndBroker_OnlyAnExitGoesByTheBroker(bool closes, decimal bid, decimal expected) => Assert.That(
        new Scene { Quote = new BrokerQuote(bid, bid + 2, null, null) }.ToContext().PriceOf("AAPL", closes)?.Last, Is.EqualTo(expected));

    [TestCase(true, 104)]
    [TestCase(false, null)]
    public void PriceOf_NoBar_OnlyAnExitHasAPrice(bool closes, decimal? expected)
    {
        var context = new Scene { Quote = new BrokerQuote(103, 105, null, null), HasBars = false }.ToContext();
        Assert.That(context.PriceOf("AAPL", closes)?.Last, Is.EqualTo(expected));
    }
}
