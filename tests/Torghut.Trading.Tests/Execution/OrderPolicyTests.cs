using FsCheck;
using FsCheck.Fluent;
using Torghut.Trading.Execution;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Execution;

public sealed class OrderPolicyTests
{
    private static readonly OrderPolicy Limit = new(true, 5);

    [Test]
    public void Plan_LimitNotPreferred_Market() =>
        Assert.That(new OrderPolicy(false, 5).Plan("AAPL", OrderSide.Buy, 1, new TopOfBook(100, 99, 101)),
        Is.EqualTo(new PlannedOrder("AAPL", OrderSide.Buy, 1, OrderKind.Market, null)));

    [TestCase("Buy", 100, 99.98, 100.02, 100.07)]
    [TestCase("Sell", 100, 99.98, 100.02, 99.94)]
    [TestCase("Buy", 100, 0, 100.02, 100.05)]
    [TestCase("Buy", 100, 100.02, 99.98, 100.05)]
    [TestCase("Buy", 0.5, 0.49, 0.5001, 0.5003)]
    [TestCase("Sell", 0.5, 0.4999, 0.51, 0.4997)]
    [TestCase("Buy", 0.00001, 0, 0, 0.0001)]
    public void Plan_Limit_NearTouchOnGrid(string side, decimal last, decimal bid, decimal ask, decimal expected) =>
        Assert.That(Limit.Plan("AAPL", Enum.Parse<OrderSide>(side), 1, new TopOfBook(last, bid, ask)).LimitPrice, Is.EqualTo(expected));

    [Test]
    public void Plan_AnyPrice_OnGridAndWithinOffset()
    {
        var cases = from side in Gen.Elements(OrderSide.Buy, OrderSide.Sell) from price in Gen.Choose(200, 5_000_000) select (side, price / 10_000m);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var limit = Limit.Plan("X", c.side, 1, new TopOfBook(c.Item2, null, null)).LimitPrice!.Value;
            return PriceIncrement.Holds(limit) && (c.side == OrderSide.Buy ? limit <= c.Item2 * 1.0005m : limit >= c.Item2 * 0.9995m);
        }).QuickCheckThrowOnFailure();
    }

    [TestCase(0.99994, 0.9999)]
    [TestCase(1.009, 1.00)]
    public void Down_Price_OnGrid(decimal price, decimal expected) => Assert.That(PriceIncrement.Down(price), Is.EqualTo(expected));

    [TestCase(0.99991, 1.0)]
    [TestCase(1.001, 1.01)]
    public void Up_Price_OnGrid(decimal price, decimal expected) => Assert.That(PriceIncrement.Up(price), Is.EqualTo(expected));
}
