using System.Text.Json.Nodes;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Broker;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Tests.Support;

namespace Torghut.Sandbox.Alpaca.Tests.Broker;

/// <summary>What the broker refuses, and in which words.</summary>
public sealed class ValidationTests
{
    private BrokerHarness _broker = null!;

    [SetUp]
    public void Create()
    {
        _broker = new BrokerHarness(new AlpacaSimulatorOptions { PartialFills = 0 });
        _broker.Quote(99.98m, 100.02m);
        _broker.Trade(100m);
    }

    [TearDown]
    public void Dispose() => _broker.Dispose();

    [TestCase("""{"symbol":"ZZZZ","side":"buy","qty":1,"type":"market","time_in_force":"day"}""", 422, 42210000, "asset \"ZZZZ\" not found")]
    [TestCase("""{"symbol":"AAPL","side":"buy","qty":1,"notional":5,"type":"market","time_in_force":"day"}""", 400, 40010001,
        "only one of qty or notional is accepted")]
    [TestCase("""{"symbol":"AAPL","side":"buy","type":"market","time_in_force":"day"}""", 422, 40010001, "qty or notional is required")]
    [TestCase("""{"symbol":"AAPL","side":"buy","qty":"0","type":"market","time_in_force":"day"}""", 422, 40010001, "qty must be > 0")]
    [TestCase("""{"symbol":"AAPL","side":"buy","qty":1,"type":"limit","time_in_force":"day"}""", 422, 40010001, "limit orders require a limit price")]
    [TestCase("""{"symbol":"AAPL","side":"buy","qty":1,"type":"limit","limit_price":"10.001","time_in_force":"day"}""", 422, 42210000,
        "sub-penny increment does not fulfill minimum pricing criteria")]
    [TestCase("""{"symbol":"AAPL","side":"buy","qty":"1.5","type":"market","time_in_force":"gtc"}""", 422, 42210000, "fractional orders must be DAY orders")]
    [TestCase("""{"symbol":"AAPL","side":"buy","qty":5000,"type":"market","time_in_force":"day"}""", 403, 40310000, "insufficient buying power")]
    [TestCase("""{"symbol":"AAPL","side":"buy","qty":1,"type":"bracket","time_in_force":"day"}""", 422, 40010001, "invalid order type \"bracket\"")]
    [TestCase("""{"symbol":"AAPL","side":"buy","qty":1,"type":"stop","stop_price":9,"time_in_force":"ioc"}""", 422, 42210000,
        "time_in_force ioc is not valid for stop orders")]
    [TestCase("""{"symbol":"AAPL","side":"buy","qty":1,"type":"market","time_in_force":"day","extended_hours":true}""", 422, 42210000,
        "extended hours order must be DAY or GTC limit orders")]
    public void Submit_NotAllowed_IsRefusedInAlpacasWords(string body, int status, int code, string message)
    {
        var refusal = Assert.Throws<RefusedException>(() => _broker.Send(body))!;
        Assert.That((refusal.Status, refusal.Code, refusal.Message), Is.EqualTo((status, code, message)));
        Assert.That(_broker.Events, Is.Empty);
    }

    [TestCase("0.5001", true)]
    [TestCase("0.50001", false)]
    [TestCase("1.01", true)]
    [TestCase("1.010", true)]
    public void CheckIncrement_Price_DependsOnTheDollar(string price, bool allowed)
    {
        var value = decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(() => OrderParser.CheckIncrement(value), allowed ? Throws.Nothing : Throws.TypeOf<RefusedException>());
    }

    [Test]
    public void ClientOrderId_Used_IsRefusedEvenAfterCancel()
    {
        var order = _broker.Send("buy", 1, "limit", ""","limit_price":"50","client_order_id":"same" """);
        _broker.Broker.Cancel(Guid.Parse(order["id"]!.ToString()));
        Assert.That(() => _broker.Send("buy", 1, more: ""","client_order_id":"same" """), Refused(422, "client_order_id must be unique"));
    }

    [TestCase(128, true)]
    [TestCase(129, false)]
    public void ClientOrderId_Length_IsBounded(int length, bool allowed)
    {
        var id = new string('x', length);
        Assert.That(
            () => _broker.Send("buy", 1, more: $",\"client_order_id\":\"{id}\""),
            allowed ? Throws.Nothing : Refused(422, "client_order_id must be no more than 128 characters"));
    }

    [Test]
    public void Sell_MoreThanHeld_SaysWhatIsAvailable()
    {
        _broker.Send("buy", 10);
        _broker.Send("sell", 6, "limit", ""","limit_price":"200" """);
        var refusal = Assert.Throws<RefusedException>(() => _broker.Send("sell", 5))!;
        Assert.That(refusal.ToJson().ToJsonString(), Is.EqualTo(
            """{"code":40310000,"message":"insufficient qty available for order (requested: 5, available: 4)","available":"4","existing_qty":"10","held_for_orders":"6","symbol":"AAPL"}"""));
    }

    [Test]
    public void Sell_WithoutPosition_IsAShortSale()
    {
        _broker.Send("sell", 10);
        var position = _broker.Broker.ReportPosition("AAPL");
        Assert.That((position["qty"]!.ToString(), position["side"]!.ToString()), Is.EqualTo(("-10", "short")));
    }

    [Test]
    public void Sell_ShortingDisabled_IsRefused()
    {
        using var broker = new BrokerHarness(new AlpacaSimulatorOptions { ShortingEnabled = false });
        broker.Quote(1m, 2m);
        Assert.That(() => broker.Send("sell", 1), Refused(422, "asset \"AAPL\" cannot be sold short"));
    }

    [Test]
    public void BothSides_ThatWouldTradeWithEachOther_AreRefused()
    {
        _broker.Send("buy", 10);
        var resting = _broker.Send("buy", 1, "limit", ""","limit_price":"99" """);
        Assert.That(() => _broker.Send("sell", 1), Refused(403, "potential wash trade detected. use complex orders"));
        Assert.That(() => _broker.Send("sell", 1, "limit", ""","limit_price":"100.50" """), Throws.Nothing);
        Assert.That(resting["status"]!.ToString(), Is.EqualTo("new"));
    }

    [Test]
    public void BuyingPower_OpenOrders_HoldTheirShare()
    {
        _broker.Send("buy", 3_000, "limit", ""","limit_price":"90" """);
        Assert.That(BrokerHarness.Number(_broker.Broker.ReportAccount(), "buying_power"), Is.EqualTo(400_000 - 270_000));
        Assert.That(() => _broker.Send("buy", 1_500, "limit", ""","limit_price":"90" """), Refused(403, "insufficient buying power"));
    }

    [Test]
    public void Cancel_AtAnEnd_SaysWhich()
    {
        var order = _broker.Send("buy", 1);
        Assert.That(() => _broker.Broker.Cancel(Guid.Parse(order["id"]!.ToString())), Refused(422, "order is already in \"filled\" state"));
        Assert.That(() => _broker.Broker.Cancel(Guid.Empty), Refused(404, $"order not found for {Guid.Empty}"));
    }

    [Test]
    public void Replace_Working_MakesANewOrder()
    {
        var order = _broker.Send("buy", 10, "limit", ""","limit_price":"90","client_order_id":"first" """);
        var id = Guid.Parse(order["id"]!.ToString());
        var next = _broker.Broker.Replace(id, new JsonObject { ["qty"] = "5", ["limit_price"] = "91" });
        _broker.Activate();
        var old = _broker.Broker.ReportOrder(id);
        Assert.Multiple(() =>
        {
            Assert.That((old["status"]!.ToString(), old["replaced_by"]!.ToString()), Is.EqualTo(("replaced", next["id"]!.ToString())));
            Assert.That((next["replaces"]!.ToString(), next["qty"]!.ToString(), next["limit_price"]!.ToString()), Is.EqualTo((id.ToString(), "5", "91")));
            Assert.That(next["client_order_id"]!.ToString(), Is.Not.EqualTo("first"));
            Assert.That(_broker.EventNames, Is.EqualTo("pending_new new pending_new replaced new"));
        });
    }

    [Test]
    public void Replace_Waiting_IsRefused()
    {
        using var broker = new BrokerHarness(new AlpacaSimulatorOptions(), Nanos.Of(NewYork.At(new DateTime(2026, 4, 6, 8, 0, 0))));
        var order = broker.Send("buy", 1, "limit", ""","limit_price":"90" """);
        Assert.That(() => broker.Broker.Replace(Guid.Parse(order["id"]!.ToString()), []), Refused(422, "cannot replace order in accepted status"));
    }

    private static NUnit.Framework.Constraints.EqualStringConstraint Refused(int status, string message) =>
        Throws.TypeOf<RefusedException>().With.Property(nameof(RefusedException.Status)).EqualTo(status).And.Message.EqualTo(message);
}
