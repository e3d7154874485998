using Torghut.Trading.Execution;
using Torghut.Trading.Signals;
using Torghut.Trading.Simulation;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Simulation;

public sealed class SimulationBookTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);

    [Test]
    public void Match_MarketOrder_FillsAtLastPrice()
    {
        var book = new SimulationBook(1_000);
        book.Submit(new PlannedOrder("AAPL", OrderSide.Buy, 4, OrderKind.Market, null), "a", Now);
        book.Match(At(100), Now);
        Assert.That((book.Find("a")!.Status, book.Find("a")!.FilledAvgPrice), Is.EqualTo(("filled", (decimal?)100)));
        Assert.That(book.Account(At(110)).Equity, Is.EqualTo(1_040));
        Assert.That(book.Positions(At(110)).Single().Qty, Is.EqualTo(4));
    }

    [Test]
    public void Match_Limit_WaitsUntilThePriceComes()
    {
        var book = new SimulationBook(1_000);
        book.Submit(new PlannedOrder("AAPL", OrderSide.Buy, 4, OrderKind.Limit, 99), "a", Now);
        book.Match(At(100), Now);
        Assert.That(book.Find("a")!.Status, Is.EqualTo("new"));
        book.Match(At(98), Now);
        Assert.That(book.Find("a")!.FilledAvgPrice, Is.EqualTo(98));
    }

    [Test]
    public void Submit_SameIdTwice_Refused()
    {
        var book = new SimulationBook(1_000);
        var order = new PlannedOrder("AAPL", OrderSide.Buy, 4, OrderKind.Market, null);
        Assert.That(book.Submit(order, "a", Now), Is.Not.Null);
        Assert.That(book.Submit(order, "a", Now), Is.Null);
    }

    [Test]
    public void CancelAll_OpenOrder_CanceledAndFilledOnesStay()
    {
        var book = new SimulationBook(1_000);
        book.Submit(new PlannedOrder("AAPL", OrderSide.Buy, 1, OrderKind.Market, null), "a", Now);
        book.Match(At(100), Now);
        book.Submit(new PlannedOrder("AAPL", OrderSide.Sell, 1, OrderKind.Limit, 200), "b", Now);
        book.CancelAll(Now);
        Assert.That((book.Find("a")!.Status, book.Find("b")!.Status), Is.EqualTo(("filled", "canceled")));
    }

    private static Dictionary<string, PriceView> At(decimal price) => new() { ["AAPL"] = new PriceView(price, Now, 1_000) };
}
