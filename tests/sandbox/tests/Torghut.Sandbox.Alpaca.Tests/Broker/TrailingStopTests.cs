using Torghut.Sandbox.Alpaca.Tests.Support;

namespace Torghut.Sandbox.Alpaca.Tests.Broker;

/// <summary>Stops that follow the market.</summary>
public sealed class TrailingStopTests
{
    private const string Day = "\"time_in_force\":\"day\"";

    private BrokerHarness _broker = null!;

    [SetUp]
    public void Create()
    {
        _broker = new BrokerHarness(SimulatorTestBase.Synthetic);
        _broker.Quote(100.00m, 100.02m);
        _broker.Trade(100.00m);
    }

    [TearDown]
    public void Delete() => _broker.Dispose();

    [TestCase("""
        "trail_price":"2"
        """, "103", "101")]
    [TestCase("""
        "trail_percent":2
        """, "103", "100.94")]
    public void SellStop_MarketRisesAndFalls_FollowsUpOnlyAndFills(string trail, string best, string stop)
    {
        _broker.Send("buy", 10);
        var order = _broker.Send("sell", 10, "trailing_stop", "," + trail);
        Assert.That((order["status"]!.ToString(), order["type"]!.ToString()), Is.EqualTo(("new", "trailing_stop")));
        Assert.That(order["hwm"]!.ToString(), Is.EqualTo("100"));
        _broker.Trade(103.00m);
        _broker.Trade(101.50m);
        var followed = _broker.Report(order);
        Assert.That((followed["hwm"]!.ToString(), followed["stop_price"]!.ToString(), followed["status"]!.ToString()), Is.EqualTo((best, stop, "new")));
        _broker.Quote(100.50m, 100.52m);
        _broker.Trade(100.50m);
        var filled = _broker.Report(order);
        Assert.That((filled["status"]!.ToString(), filled["filled_avg_price"]!.ToString()), Is.EqualTo(("filled", "100.5")));
    }

    [Test]
    public void BuyStop_MarketFallsAndRises_FollowsDownOnly()
    {
        var order = _broker.Send("buy", 1, "trailing_stop", ",\"trail_price\":1.5");
        _broker.Trade(95.00m);
        _broker.Trade(96.00m);
        Assert.That((_broker.Report(order)["hwm"]!.ToString(), _broker.Report(order)["stop_price"]!.ToString()), Is.EqualTo(("95", "96.5")));
        _broker.Quote(96.48m, 96.52m);
        _broker.Trade(96.50m);
        Assert.That(_broker.Report(order)["status"]!.ToString(), Is.EqualTo("filled"));
    }

    [Test]
    public void Stop_OutsideRegularHours_NeitherFollowsNorFills()
    {
        _broker.Send("buy", 10);
        var order = _broker.Send("sell", 10, "trailing_stop", ",\"trail_price\":1", timeInForce: "gtc");
        _broker.MoveTo(17, 0);
        _broker.Trade(110.00m);
        _broker.Trade(90.00m);
        var waiting = _broker.Report(order);
        Assert.That((waiting["hwm"]!.ToString(), waiting["status"]!.ToString()), Is.EqualTo(("100", "new")));
    }

    [Test]
    public void Replace_Trail_KeepsTheBestPrice()
    {
        _broker.Send("buy", 10);
        var order = _broker.Send("sell", 10, "trailing_stop", ",\"trail_price\":5");
        _broker.Trade(104.00m);
        var next = _broker.Broker.Replace(Guid.Parse(order["id"]!.ToString()), new() { ["trail"] = "3" });
        Assert.That((next["trail_price"]!.ToString(), next["hwm"]!.ToString(), next["stop_price"]!.ToString()), Is.EqualTo(("3", "104", "101")));
        Assert.That(_broker.Report(order)["status"]!.ToString(), Is.EqualTo("replaced"));
    }

    [TestCase(Day, 40010001, "trailing stop orders must specify one of trail_price or trail_percent")]
    [TestCase(Day + ",\"trail_price\":1,\"trail_percent\":1", 40010001, "trailing stop orders must specify one of trail_price or trail_percent")]
    [TestCase(Day + ",\"trail_percent\":100", 40010001, "trail_price must be > 0 and trail_percent between 0 and 100")]
    [TestCase(Day + ",\"trail_price\":-1", 40010001, "trail_price must be > 0 and trail_percent between 0 and 100")]
    [TestCase("\"time_in_force\":\"ioc\",\"trail_price\":1", 42210000, "trailing stop orders must be DAY or GTC orders")]
    [TestCase(Day + ",\"trail_price\":1,\"extended_hours\":true", 42210000, "extended hours order must be DAY or GTC limit orders")]
    [TestCase(Day + ",\"trail_price\":1.001", 42210000, "sub-penny increment does not fulfill minimum pricing criteria")]
    [TestCase(Day + ",\"trail_price\":1,\"limit_price\":5", 40010001, "market orders require no limit price")]
    public void Order_NotAllowed_IsRefused(string terms, int code, string message)
    {
        var refused = _broker.Refused($$"""{"symbol":"AAPL","side":"buy","qty":1,"type":"trailing_stop",{{terms}}}""");
        Assert.That((refused.Status, refused.Code, refused.Message), Is.EqualTo((422, code, message)));
    }
}
