using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Tests.Support;

namespace Torghut.Sandbox.Alpaca.Tests.Broker;

/// <summary>Bracket, OTO and OCO orders.</summary>
public sealed class ExitOrderTests
{
    private const string Entry = "\"symbol\":\"AAPL\",\"side\":\"buy\",\"qty\":10,\"type\":\"market\",\"time_in_force\":\"day\"";
    private const string Exit = "\"symbol\":\"AAPL\",\"side\":\"sell\",\"qty\":10,\"type\":\"limit\",\"time_in_force\":\"gtc\"";
    private const string Exits = "\"take_profit\":{\"limit_price\":\"110\"},\"stop_loss\":{\"stop_price\":\"95\"}";
    private const string WithExits = Entry + ",\"order_class\":\"bracket\",\"take_profit\":{\"limit_price\":";
    private const string Bracket = "{" + Entry + ",\"order_class\":\"bracket\"," + Exits + "}";
    private const string Oco = "{" + Exit + ",\"order_class\":\"oco\"," + Exits + "}";

    private BrokerHarness _broker = null!;

    [SetUp]
    public void Create()
    {
        _broker = new BrokerHarness(SimulatorTestBase.Synthetic);
        Price(100);
    }

    [TearDown]
    public void Delete() => _broker.Dispose();

    [Test]
    public void Bracket_EntryFilled_OffersTheProfitAndHoldsTheStop()
    {
        var order = _broker.Send(Bracket);
        Assert.That(Legs(order).Select(l => $"{l["type"]} {l["side"]} {l["qty"]} {l["order_class"]} {l["status"]}"), Is.EqualTo(new[]
        {
            "limit sell 10 bracket new", "stop sell 10 bracket held",
        }));
        Assert.That((order["order_class"]!.ToString(), order["status"]!.ToString()), Is.EqualTo(("bracket", "filled")));
        Assert.That(_broker.EventNames, Is.EqualTo("pending_new held held new fill new"));
        Assert.That(_broker.Broker.ReportOrders(new() { Status = "open" }).Select(o => o!["type"]!.ToString()), Is.EqualTo(new[] { "limit" }));
        Assert.That(_broker.Broker.ReportPosition("AAPL")["qty_available"]!.ToString(), Is.EqualTo("0"), "The two exits hold the same shares.");
    }

    [Test]
    public void Bracket_ProfitReached_CancelsTheStop()
    {
        var order = _broker.Send(Bracket);
        _broker.Events.Clear();
        Price(110);
        Assert.That(Statuses(order), Is.EqualTo("filled canceled"));
        Assert.That(_broker.EventNames, Is.EqualTo("fill canceled"));
        Assert.That(_broker.Broker.ReportPositions(), Is.Empty);
    }

    [Test]
    public void Bracket_StopReached_TakesThePlaceOfTheProfit()
    {
        var order = _broker.Send(Bracket);
        _broker.Events.Clear();
        Price(94);
        Assert.That(Statuses(order), Is.EqualTo("canceled filled"));
        Assert.That(_broker.EventNames, Is.EqualTo("canceled new fill"));
        Assert.That(_broker.Broker.ReportPositions(), Is.Empty);
    }

    [Test]
    public void Bracket_EntryRests_ExitsAreHeldUntilAllOfItIsFilled()
    {
        var order = _broker.Send(Bracket.Replace("\"market\"", "\"limit\",\"limit_price\":99", StringComparison.Ordinal));
        Price(111);
        Price(98);
        Assert.That(_broker.Report(order)["status"]!.ToString(), Is.EqualTo("filled"));
        Assert.That(Statuses(order), Is.EqualTo("new held"), "What the market did before the entry was filled does not matter.");
    }

    [Test]
    public void Bracket_EntryCanceled_CancelsTheExits()
    {
        var order = _broker.Send(Bracket.Replace("\"market\"", "\"limit\",\"limit_price\":90", StringComparison.Ordinal)
            .Replace("\"95\"", "\"80\"", StringComparison.Ordinal));
        _broker.Broker.Cancel(Guid.Parse(order["id"]!.ToString()));
        Assert.That(Statuses(order), Is.EqualTo("canceled canceled"));
        Price(85);
        Assert.That(_broker.Broker.ReportPositions(), Is.Empty);
    }

    [Test]
    public void Bracket_OneExitCanceled_CancelsTheOther()
    {
        var order = _broker.Send(Bracket);
        _broker.Broker.Cancel(Guid.Parse(Legs(order)[1]["id"]!.ToString()));
        Assert.That(Statuses(order), Is.EqualTo("canceled canceled"));
        Assert.That(_broker.Broker.ReportPosition("AAPL")["qty_available"]!.ToString(), Is.EqualTo("10"));
    }

    [Test]
    public void Bracket_ProfitPartlyFilled_TheStopIsForTheRest()
    {
        _broker.Dispose();
        _broker = new BrokerHarness(SimulatorTestBase.Synthetic with { PartialFills = 1 });
        Price(100);
        var order = _broker.Send(Bracket);
        while (_broker.Report(order)["status"]!.ToString() != "filled")
        {
            Price(100);
        }

        Price(110);
        var (profit, stop) = (Legs(order)[0], Legs(order)[1]);
        Assert.That(profit["status"]!.ToString(), Is.EqualTo("partially_filled"));
        Assert.That(BrokerHarness.Number(stop, "qty"), Is.EqualTo(10 - BrokerHarness.Number(profit, "filled_qty")));
        while (_broker.Broker.ReportPositions().Count > 0)
        {
            Price(90);
        }

        Assert.That(Statuses(order), Is.EqualTo("canceled filled"));
    }

    [Test]
    public void Bracket_AtTheClose_ExpiresWhole()
    {
        var order = _broker.Send(Bracket);
        _broker.MoveTo(16, 0);
        Assert.That(Statuses(order), Is.EqualTo("expired expired"));
    }

    [Test]
    public void Bracket_ExitReplaced_KeepsItsPlace()
    {
        var order = _broker.Send(Bracket);
        var old = Legs(order)[1]["id"]!.ToString();
        var stop = _broker.Broker.Replace(Guid.Parse(old), new() { ["stop_price"] = "97" });
        Assert.That((stop["status"]!.ToString(), stop["order_class"]!.ToString(), stop["replaces"]!.ToString()), Is.EqualTo(("held", "bracket", old)));
        Assert.That(Legs(order).Select(l => l["id"]!.ToString()), Does.Contain(stop["id"]!.ToString()));
        Price(96);
        Assert.That(Statuses(order), Is.EqualTo("canceled filled"));
    }

    [Test]
    public void Bracket_ProfitReplaced_IsStillCanceledByTheStop()
    {
        var order = _broker.Send(Bracket);
        _broker.Broker.Replace(Guid.Parse(Legs(order)[0]["id"]!.ToString()), new() { ["limit_price"] = "120" });
        _broker.Activate();
        Price(112);
        Assert.That(Statuses(order), Is.EqualTo("new held"));
        Price(95);
        Assert.That(Statuses(order), Is.EqualTo("canceled filled"));
    }

    [Test]
    public void Bracket_QuantityReplaced_IsRefused()
    {
        var order = _broker.Send(Bracket);
        var leg = Guid.Parse(Legs(order)[0]["id"]!.ToString());
        var refused = Assert.Throws<RefusedException>(() => _broker.Broker.Replace(leg, new() { ["qty"] = "11" }))!;
        Assert.That(refused.Status, Is.EqualTo(422));
    }

    [Test]
    public void Short_Bracket_BuysBackAtEitherPrice()
    {
        var order = _broker.Send(
            "{\"symbol\":\"AAPL\",\"side\":\"sell\",\"qty\":5,\"type\":\"market\",\"time_in_force\":\"gtc\",\"order_class\":\"bracket\","
            + "\"take_profit\":{\"limit_price\":90},\"stop_loss\":{\"stop_price\":105,\"limit_price\":107}}");
        Assert.That(Legs(order).Select(l => $"{l["type"]} {l["side"]}"), Is.EqualTo(new[] { "limit buy", "stop_limit buy" }));
        Price(106);
        Assert.That(Statuses(order), Is.EqualTo("canceled filled"));
    }

    [Test]
    public void Oto_OneExit_WorksOnceTheEntryIsFilled()
    {
        var order = _broker.Send("{" + Entry + ",\"order_class\":\"oto\",\"stop_loss\":{\"stop_price\":95}}");
        Assert.That(Legs(order).Select(l => $"{l["type"]} {l["status"]}"), Is.EqualTo(new[] { "stop new" }));
        Price(94);
        Assert.That(Statuses(order), Is.EqualTo("filled"));
    }

    [TestCase(110, "filled", "canceled")]
    [TestCase(95, "canceled", "filled")]
    public void Oco_OneExitFilled_CancelsTheOther(int price, string profit, string stop)
    {
        _broker.Send("buy", 10);
        var order = _broker.Send(Oco);
        Assert.That((order["limit_price"]!.ToString(), order["status"]!.ToString(), Statuses(order)), Is.EqualTo(("110", "new", "held")));
        Price(price);
        Assert.That((_broker.Report(order)["status"]!.ToString(), Statuses(order)), Is.EqualTo((profit, stop)));
        Assert.That(_broker.Broker.ReportPositions(), Is.Empty);
    }

    [Test]
    public void CancelAll_WithExits_CancelsEachOnce()
    {
        _broker.Send(Bracket);
        _broker.Events.Clear();
        Assert.That(_broker.Broker.CancelAll().Select(a => (int)a!["status"]!), Is.EqualTo(new[] { 200, 200 }));
        Assert.That(_broker.EventNames, Is.EqualTo("canceled canceled"));
    }

    [Test]
    public void Orders_Nested_ShowExitsWithinTheirOrder()
    {
        var order = _broker.Send(Bracket);
        var nested = _broker.Broker.ReportOrders(new() { Status = "all", Nested = true });
        var flat = _broker.Broker.ReportOrders(new() { Status = "all" });
        Assert.That(nested.Single()!["legs"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That((flat.Count, flat.Count(o => o!["legs"] is not null)), Is.EqualTo((3, 0)));
        Assert.That(_broker.Report(order, nested: false)["legs"], Is.Null);
    }

    [TestCase(Entry + ",\"order_class\":\"bracket\",\"stop_loss\":{\"stop_price\":95}", 40010001, "bracket orders require take_profit.limit_price")]
    [TestCase(Entry + ",\"order_class\":\"bracket\",\"take_profit\":{\"limit_price\":110}", 40010001, "bracket orders require stop_loss.stop_price")]
    [TestCase(Entry + ",\"order_class\":\"oto\"," + Exits, 40010001, "oto orders require one of take_profit or stop_loss")]
    [TestCase(Entry + ",\"order_class\":\"oco\"," + Exits, 40010001, "oco orders must be limit orders")]
    [TestCase(Entry + ",\"order_class\":\"mleg\"", 40010001, "invalid order_class \"mleg\"")]
    [TestCase(Entry + "," + Exits, 40010001, "take_profit and stop_loss need an order_class of bracket, oco or oto")]
    [TestCase(Exit + ",\"order_class\":\"oco\"," + Exits, 42210000, "oco orders must be exit orders")]
    [TestCase(WithExits + "100.02},\"stop_loss\":{\"stop_price\":95}", 42210000, "take_profit.limit_price must be >= base_price + 0.01")]
    [TestCase(WithExits + "110},\"stop_loss\":{\"stop_price\":100.02}", 42210000, "stop_loss.stop_price must be <= base_price - 0.01")]
    [TestCase(WithExits + "90},\"stop_loss\":{\"stop_price\":95}", 42210000, "take_profit.limit_price must be > stop_loss.stop_price")]
    [TestCase(WithExits + "-1},\"stop_loss\":{\"stop_price\":95}", 40010001, "take_profit and stop_loss prices must be > 0")]
    [TestCase(WithExits + "\"x\"},\"stop_loss\":{\"stop_price\":95}", 40010001, "limit_price is not a number")]
    public void Order_NotAllowed_IsRefused(string terms, int code, string message)
    {
        var refused = _broker.Refused("{" + terms + "}");
        Assert.That((refused.Status, refused.Code, refused.Message), Is.EqualTo((422, code, message)));
    }

    [Test]
    public void Bracket_ThatReducesAPosition_IsRefused()
    {
        _broker.Send("sell", 10);
        Assert.That(_broker.Refused(Bracket).Message, Is.EqualTo("bracket orders must be entry orders"));
    }

    [Test]
    public void Bracket_ExitIsNoObject_IsABadRequest()
    {
        var refused = _broker.Refused("{" + Entry + ",\"order_class\":\"bracket\",\"take_profit\":\"99999\",\"stop_loss\":\"0\"}");
        Assert.That((refused.Status, refused.Code), Is.EqualTo((400, 40010000)));
    }

    private void Price(decimal price)
    {
        _broker.Quote(price - 0.01m, price + 0.01m);
        _broker.Trade(price);
        _broker.Quote(price, price + 0.02m);
    }

    private JsonNode[] Legs(JsonNode order) => [.. _broker.Report(order)["legs"]!.AsArray().Select(l => l!)];

    private string Statuses(JsonNode order) => string.Join(' ', Legs(order).Select(l => l["status"]));
}
