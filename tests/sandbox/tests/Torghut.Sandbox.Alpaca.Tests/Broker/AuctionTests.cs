using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Tests.Support;

namespace Torghut.Sandbox.Alpaca.Tests.Broker;

/// <summary>Orders for the opening and the closing auction.</summary>
public sealed class AuctionTests
{
    private BrokerHarness _broker = null!;

    [TearDown]
    public void Delete() => _broker.Dispose();

    [Test]
    public void Opening_MarketOrder_FillsAtTheFirstTradeOfTheSession()
    {
        StartAt(8, 0);
        var order = _broker.Send("buy", 10, timeInForce: "opg");
        _broker.Quote(100.00m, 100.02m);
        _broker.Trade(100.00m);
        Assert.That(_broker.Report(order)["status"]!.ToString(), Is.EqualTo("accepted"), "The market before the opening is no auction.");
        _broker.MoveTo(9, 30);
        _broker.Quote(101.00m, 101.02m);
        Assert.That(_broker.Report(order)["status"]!.ToString(), Is.EqualTo("accepted"));
        _broker.Trade(101.01m);
        Assert.That((_broker.Report(order)["status"]!.ToString(), _broker.Report(order)["filled_avg_price"]!.ToString()), Is.EqualTo(("filled", "101.01")));
        Assert.That(_broker.EventNames, Is.EqualTo("new fill"));
    }

    [Test]
    public void Opening_LimitNotMet_IsCanceled()
    {
        StartAt(8, 0);
        var order = _broker.Send("buy", 10, "limit", ",\"limit_price\":\"99\"", "opg");
        _broker.MoveTo(9, 30);
        _broker.Trade(101.00m);
        Assert.That(_broker.Report(order)["status"]!.ToString(), Is.EqualTo("canceled"));
    }

    [Test]
    public void Opening_NothingTraded_IsCanceledAtTheClose()
    {
        StartAt(8, 0);
        var order = _broker.Send("buy", 10, "limit", ",\"limit_price\":\"99\"", "opg");
        _broker.MoveTo(16, 0);
        Assert.That(_broker.Report(order)["status"]!.ToString(), Is.EqualTo("canceled"));
    }

    [TestCase("market", "", "filled")]
    [TestCase("limit", ",\"limit_price\":\"103\"", "filled")]
    [TestCase("limit", ",\"limit_price\":\"101\"", "canceled")]
    public void Closing_Order_TakesTheLastPriceOfTheSession(string type, string limit, string status)
    {
        StartAt(10, 0);
        _broker.Trade(100.00m);
        var order = _broker.Send("buy", 10, type, limit, "cls");
        _broker.Trade(102.00m);
        Assert.That(_broker.Report(order)["status"]!.ToString(), Is.EqualTo("accepted"));
        _broker.MoveTo(16, 0);
        var ended = _broker.Report(order);
        Assert.That((ended["status"]!.ToString(), ended["filled_avg_price"]?.ToString()), Is.EqualTo((status, status == "filled" ? "102" : null)));
    }

    [TestCase("opg", 9, 27, true)]
    [TestCase("opg", 9, 28, false)]
    [TestCase("opg", 18, 59, false)]
    [TestCase("opg", 19, 0, true)]
    [TestCase("cls", 15, 49, true)]
    [TestCase("cls", 15, 50, false)]
    [TestCase("cls", 18, 59, false)]
    [TestCase("cls", 19, 0, true)]
    public void Order_AtAnHour_IsTakenOrRefused(string timeInForce, int hour, int minute, bool taken)
    {
        StartAt(hour, minute);
        var body = $$"""{"symbol":"AAPL","side":"buy","qty":1,"type":"limit","limit_price":"1","time_in_force":"{{timeInForce}}"}""";
        if (taken)
        {
            Assert.That(_broker.Send(body)["status"]!.ToString(), Is.EqualTo("accepted"));
        }
        else
        {
            var refused = _broker.Refused(body);
            Assert.That((refused.Status, refused.Code), Is.EqualTo((422, 42210000)));
        }
    }

    [Test]
    public void Opening_OrderOfTheEvening_WaitsForTheNextDay()
    {
        StartAt(19, 30);
        var order = _broker.Send("buy", 1, "limit", ",\"limit_price\":\"103\"", "opg");
        _broker.MoveTo(new DateTime(2026, 4, 7, 9, 30, 0));
        _broker.Trade(102.00m);
        Assert.That(_broker.Report(order)["status"]!.ToString(), Is.EqualTo("filled"));
    }

    [TestCase("opg")]
    [TestCase("cls")]
    public void Order_OfAnotherType_IsRefused(string timeInForce)
    {
        StartAt(8, 0);
        var refused = _broker.Refused($$"""{"symbol":"AAPL","side":"buy","qty":1,"type":"stop","stop_price":"120","time_in_force":"{{timeInForce}}"}""");
        Assert.That(refused.Message, Is.EqualTo($"{timeInForce} orders must be market or limit orders"));
    }

    [Test]
    public void Cutoff_OfAnEarlyClose_IsTenMinutesBefore()
    {
        static bool Takes(int hour, int minute) =>
            Auctions.TakesOrders(Nanos.Of(NewYork.At(new DateTime(2026, 11, 27, hour, minute, 0))), forOpening: false);
        Assert.That((Takes(12, 49), Takes(12, 50)), Is.EqualTo((true, false)));
        StartAt(10, 0);
    }

    private void StartAt(int hour, int minute) =>
        _broker = new BrokerHarness(SimulatorTestBase.Synthetic, Nanos.Of(NewYork.At(new DateTime(2026, 4, 6, hour, minute, 0))));
}
