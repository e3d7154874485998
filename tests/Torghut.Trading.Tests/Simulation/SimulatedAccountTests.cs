using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
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

    [TestCase("Buy", 99, 98, 99, 99, true)]
    [TestCase("Buy", 99, 98, 99.01, 99, false, Description = "the ask, not the bid, is what a purchase pays")]
    [TestCase("Sell", 101, 101, 102, 100, true)]
    [TestCase("Sell", 101, 100.99, 101, 101, false)]
    [TestCase("Sell", 101, null, null, 100.99, false)]
    [TestCase("Sell", 101, null, null, 101, true)]
    [TestCase("Buy", 99, null, null, 99.01, false)]
    public void Match_Limit_FillsAtItOrBetterAndNeverWorse(string side, decimal limit, decimal? bid, decimal? ask, decimal last, bool fills)
    {
        var book = new SimulatedAccount(1_000);
        book.Submit(new PlannedOrder("AAPL", Enum.Parse<OrderSide>(side), 4, OrderKind.Limit, limit), "a", Now);
        book.Match(At(last, bid, ask), Now);
        Assert.That(book.Find("a")!.Status, Is.EqualTo(fills ? "filled" : "new"));
    }

    /// <summary>No fill is worse than its limit, every fill is at the touch, and money and shares are what the fills say.</summary>
    [Test]
    public void Match_AnyOrdersAndPrices_KeepLimitsAndAddUp()
    {
        var orders = from side in Gen.Elements(OrderSide.Buy, OrderSide.Sell)
                     from qty in Gen.Choose(1, 9)
                     from limit in Gen.Elements<decimal?>(null, 98, 99, 100, 101, 102)
                     select new PlannedOrder("AAPL", side, qty, limit is null ? OrderKind.Market : OrderKind.Limit, limit);
        var steps = from order in orders from bid in Gen.Choose(97, 103) from spread in Gen.Choose(0, 2) select (order, bid, spread);
        Prop.ForAll(steps.ListOf().ToArbitrary(), run =>
        {
            var book = new SimulatedAccount(10_000);
            var (cash, shares, kept) = (10_000m, 0m, true);
            foreach (var ((order, bid, spread), number) in run.Select((step, number) => (step, number)))
            {
                book.Submit(order, $"o{number}", Now);
                var open = book.Orders.Where(SimulatedAccount.IsOpen).Select(o => o.ClientOrderId).ToList();
                book.Match(At(bid, bid, bid + spread), Now);
                foreach (var filled in open.Select(id => book.Find(id)!).Where(o => o.Status == "filled"))
                {
                    var (sign, touch) = filled.Side == "buy" ? (1, bid + spread) : (-1, bid);
                    kept &= filled.FilledAvgPrice == touch && sign * (touch - (filled.LimitPrice ?? touch)) <= 0;
                    (cash, shares) = (cash - (sign * filled.FilledQty * touch), shares + (sign * filled.FilledQty));
                }
            }

            return kept && book.Account(At(100)).Cash == cash && book.Positions(At(100)).Sum(position => position.Qty) == shares;
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>A strategy that asks what its position cost, or gained, must be told what a broker would tell it.</summary>
    [TestCase("+10@100 -10@120 +10@100", 10, 100, Description = "what the position before earned is no part of it")]
    [TestCase("+10@100 -5@120", 5, 100)]
    [TestCase("+10@100 +10@110", 20, 105)]
    [TestCase("+10@100 +10@110 -15@90", 5, 105)]
    [TestCase("-10@100 +4@90", -6, 100)]
    [TestCase("-10@100 -10@90", -20, 95)]
    [TestCase("+10@100 -15@120", -5, 120, Description = "what is left of a fill that closes opens at its own price")]
    public void Positions_AfterFills_CostWhatTheSharesHeldDid(string fills, decimal qty, decimal average)
    {
        var book = new SimulatedAccount(10_000);
        foreach (var (fill, number) in fills.Split(' ').Select((fill, number) => (fill.Split('@'), number)))
        {
            var (signed, price) = (decimal.Parse(fill[0], CultureInfo.InvariantCulture), decimal.Parse(fill[1], CultureInfo.InvariantCulture));
            var side = signed > 0 ? OrderSide.Buy : OrderSide.Sell;
            book.Submit(new PlannedOrder("AAPL", side, Math.Abs(signed), OrderKind.Market, null), $"o{number}", Now);
            book.Match(At(price), Now);
        }

        var position = book.Positions(At(100)).Single();
        Assert.That((position.Qty, position.AvgEntryPrice), Is.EqualTo((qty, average)));
    }

    [Test]
    public void Positions_OrderFilledInParts_CostTheirAverage()
    {
        var book = new SimulatedAccount(10_000);
        book.Submit(new PlannedOrder("AAPL", OrderSide.Buy, 10, OrderKind.Market, null), "a", Now);
        book.Fill(book.Find("a")!, 4, 100, Now);
        book.Fill(book.Find("a")!, 6, 110, Now);
        Assert.That(book.Positions(At(100)).Single().AvgEntryPrice, Is.EqualTo(106));
        Assert.That(book.Cash, Is.EqualTo(10_000 - 1_060));
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
