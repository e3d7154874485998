using Torghut.Trading.Execution;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Portfolio;

public sealed class PortfolioSnapshotTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);

    [Test]
    public void View_PositionsAndWorkingOrders_CountedTheWorseWay()
    {
        var book = new PortfolioSnapshot(
            new BrokerAccount(100_000, 100_500, 50_000, 80_000, false, true),
            [new BrokerPosition("AAPL", 10, 90, 95, 950), new BrokerPosition("MSFT", -5, 200, 200, -1_000)],
            [Open("AAPL", "sell", 4, 0), Open("MSFT", "buy", 8, 2), Open("IBM", "buy", 3, 0)],
            new Dictionary<string, PriceView> { ["AAPL"] = new(100, Now, 1) });
        Assert.That(book.View("AAPL"), Is.EqualTo(new PortfolioView(10, 0, 4, 1_000 + 150, 200 + 150, -1_000, 2)));
        Assert.That(book.AccountView, Is.EqualTo(new AccountView(100_000, 80_000, 500, false)));
    }

    [Test]
    public void Leaving_Order_CountsAtOnce()
    {
        var book = new PortfolioSnapshot(new BrokerAccount(1_000, null, 1_000, 1_000, false, true), [], [], new Dictionary<string, PriceView>());
        book.Leaving(new PlannedOrder("AAPL", OrderSide.Buy, 3, OrderKind.Market, null), 3, 100);
        Assert.That(book.View("AAPL").PendingBuyQty, Is.EqualTo(3));
        Assert.That(book.View("MSFT").OtherGross, Is.EqualTo(300));
        Assert.That(book.BuyingPower, Is.EqualTo(700));
    }

    /// <summary>What other orders hold cannot be sold once more, in the same tick either; an entry holds nothing of a position.</summary>
    [TestCase(10, "Sell", 3, 3)]
    [TestCase(10, "Buy", 3, 6)]
    [TestCase(-10, "Buy", 3, 3)]
    [TestCase(-10, "Sell", 3, 6)]
    [TestCase(10, "Sell", 9, 0)]
    public void Leaving_Order_TakesItsSharesFromWhatIsFree(decimal held, string side, decimal qty, decimal free)
    {
        var book = Holding(new BrokerPosition("AAPL", held, 90, 100, held * 100, Available: 6));
        Assert.That(book.View("AAPL").Available, Is.EqualTo(6));
        book.Leaving(new PlannedOrder("AAPL", Enum.Parse<OrderSide>(side), qty, OrderKind.Market, null), 0, 100);
        Assert.That(book.View("AAPL").Available, Is.EqualTo(free));
    }

    [TestCase(120, 1_200)]
    [TestCase(null, 900)]
    public void View_PositionWithoutABar_IsWorthTheBrokersPriceElseWhatItCost(decimal? price, decimal worth) =>
        Assert.That(Holding(new BrokerPosition("AAPL", 10, 90, price, null)).View("MSFT").OtherGross, Is.EqualTo(worth));

    [TestCase(0, 1_000)]
    [TestCase(4, 600)]
    [TestCase(10, 0)]
    public void Leaving_PartThatOnlyCloses_TakesNoBuyingPower(decimal opens, decimal left)
    {
        var book = Holding(new BrokerPosition("AAPL", -10, 90, 100, -1_000));
        book.Leaving(new PlannedOrder("AAPL", OrderSide.Buy, 10, OrderKind.Market, null), opens, 100);
        Assert.That(book.BuyingPower, Is.EqualTo(left));
    }

    private static PortfolioSnapshot Holding(BrokerPosition position) =>
        new(new BrokerAccount(1_000, null, 1_000, 1_000, false, true), [position], [], new Dictionary<string, PriceView>());

    private static BrokerOrder Open(string symbol, string side, decimal qty, decimal filled) => new()
    {
        OrderId = symbol,
        ClientOrderId = symbol,
        Symbol = symbol,
        Side = side,
        Type = "limit",
        TimeInForce = "day",
        Qty = qty,
        FilledQty = filled,
        LimitPrice = 50,
        Status = "new",
        UpdatedAt = Now,
        RawJson = "{}",
    };
}
