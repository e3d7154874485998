using Torghut.Trading.Execution;
using Torghut.Trading.Simulation;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Simulation;

public sealed class SimulatedAccountTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);

    [Test]
    public void Match_MarketOrder_FillsAtLastPrice()
    {
        var book = new SimulatedAccount(1_000);
        book.Submit(new PlannedOrder("AAPL", OrderSide.Buy, 4, OrderKind.Market, null), "a", Now);
        book.Match(At(100), Now);
        Assert.That((book.Find("a")!.Status, book.Find("a")!.FilledAvgPrice), Is.EqualTo(("filled", (decimal?)100)));
        Assert.That(book.Account(At(110)).Equity, Is.EqualTo(1_040));
        Assert.That(book.Positions(At(110)).Single().Qty, Is.EqualTo(4));
    }

    [Test]
    public void Match_Limit_WaitsUntilThePriceComes()
    {
        var book = new SimulatedAccount(1_000);
        book.Submit(new PlannedOrder("AAPL", OrderSide.Buy, 4, OrderKind.Limit, 99), "a", Now);
        book.Match(At(100), Now);
        Assert.That(book.Find("a")!.Status, Is.EqualTo("new"));
        book.Match(At(98), Now);
        Assert.That(book.Find("a")!.FilledAvgPrice, Is.EqualTo(98));
    }

    [TestCase(true, 101)]
    [TestCase(false, 99)]
    public void Match_MarketOrderWithAQuote_PaysTheSpread(bool buying, decimal price)
    {
        var book = new SimulatedAccount(1_000);
        book.Submit(new PlannedOrder("AAPL", buying ? OrderSide.Buy : OrderSide.Sell, 4, OrderKind.Market, null), "a", Now);
        book.Match(At(100, bid: 99, ask: 101), Now);
        Assert.That(book.Find("a")!.FilledAvgPrice, Is.EqualTo(price));
    }

    [TestCase(101, 99)]
    [TestCase(0, 101)]
    public void Match_UnusableQuote_LastPriceStandsIn(decimal bid, decimal ask)
    {
        var book = new SimulatedAccount(1_000);
        book.Submit(new PlannedOrder("AAPL", OrderSide.Buy, 4, OrderKind.Market, null), "a", Now);
        book.Match(At(100, bid, ask), Now);
        Assert.That(book.Find("a")!.FilledAvgPrice, Is.EqualTo(100));
    }

    [Test]
    public void ExpireBefore_Close_EndsOnlyOrdersSentBefore()
    {
        var book = new SimulatedAccount(1_000);
        book.Submit(new PlannedOrder("AAPL", OrderSide.Buy, 1, OrderKind.Limit, 1), "old", Now.AddMinutes(-1));
        book.Submit(new PlannedOrder("AAPL", OrderSide.Buy, 1, OrderKind.Limit, 1), "new", Now);
        book.ExpireBefore(Now);
        Assert.That((book.Find("old")!.Status, book.Find("new")!.Status), Is.EqualTo(("expired", "new")));
    }

    [Test]
    public void Submit_SameIdTwice_Refused()
    {
        var book = new SimulatedAccount(1_000);
        var order = new PlannedOrder("AAPL", OrderSide.Buy, 4, OrderKind.Market, null);
        Assert.That(book.Submit(order, "a", Now), Is.Not.Null);
        Assert.That(book.Submit(order, "a", Now), Is.Null);
    }

    [Test]
    public void CancelAll_OpenOrder_CanceledAndFilledOnesStay()
    {
        var book = new SimulatedAccount(1_000);
        book.Submit(new PlannedOrder("AAPL", OrderSide.Buy, 1, OrderKind.Market, null), "a", Now);
        book.Match(At(100), Now);
        book.Submit(new PlannedOrder("AAPL", OrderSide.Sell, 1, OrderKind.Limit, 200), "b", Now);
        book.CancelAll(Now);
        Assert.That((book.Find("a")!.Status, book.Find("b")!.Status), Is.EqualTo(("filled", "canceled")));
    }

    private static Dictionary<string, TopOfBook> At(decimal price, decimal? bid = null, decimal? ask = null) =>
        new() { ["AAPL"] = new TopOfBook(price, bid, ask) };
}
