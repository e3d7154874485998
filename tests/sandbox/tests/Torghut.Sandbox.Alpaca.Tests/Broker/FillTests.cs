using System.Text.Json.Nodes;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Tests.Support;

namespace Torghut.Sandbox.Alpaca.Tests.Broker;

/// <summary>When and at what price orders fill, and how their state moves.</summary>
public sealed class FillTests
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

    [Test]
    public void Market_Buy_FillsAtTheAsk()
    {
        var order = _broker.Send("buy", 10);
        Assert.That((order["status"]!.ToString(), order["filled_avg_price"]!.ToString(), order["filled_qty"]!.ToString()),
            Is.EqualTo(("filled", "100.02", "10")));
        Assert.That(_broker.EventNames, Is.EqualTo("pending_new new fill"));
        Assert.That(_broker.Cash, Is.EqualTo(100_000m - 1000.2m));
        var fill = _broker.Events[^1].Data;
        Assert.That((fill["price"]!.ToString(), fill["qty"]!.ToString(), fill["position_qty"]!.ToString()), Is.EqualTo(("100.02", "10", "10")));
    }

    [Test]
    public void Market_Sell_FillsAtTheBid()
    {
        _broker.Send("buy", 10);
        _broker.Send("sell", 4);
        var position = _broker.Broker.ReportPosition("AAPL");
        Assert.That((position["qty"]!.ToString(), position["avg_entry_price"]!.ToString()), Is.EqualTo(("6", "100.02")));
        Assert.That(_broker.Cash, Is.EqualTo(100_000m - 1000.2m + 399.92m));
    }

    [Test]
    public void Market_NobodyQuotes_FillsAtTheLastTrade()
    {
        _broker.Trade(50m, symbol: 1);
        var order = _broker.Send("""{"symbol":"IBM","side":"buy","qty":1,"type":"market","time_in_force":"day"}""");
        Assert.That(order["filled_avg_price"]!.ToString(), Is.EqualTo("50"));
    }

    [Test]
    public void Market_NothingKnownYet_WaitsForTheFirstTick()
    {
        var order = _broker.Send("""{"symbol":"IBM","side":"buy","qty":1,"type":"market","time_in_force":"day"}""");
        Assert.That(order["status"]!.ToString(), Is.EqualTo("new"));
        _broker.Quote(49m, 51m, symbol: 1);
        Assert.That(_broker.EventNames, Does.EndWith("fill"));
    }

    [Test]
    public void Limit_OutOfTheMarket_RestsUntilTheMarketComes()
    {
        var order = _broker.Send("buy", 10, "limit", ""","limit_price":"99.50" """);
        Assert.That(order["status"]!.ToString(), Is.EqualTo("new"));
        _broker.Quote(99.40m, 99.60m);
        Assert.That(_broker.EventNames, Is.EqualTo("pending_new new"));
        _broker.Quote(99.30m, 99.45m);
        Assert.That(_broker.EventNames, Is.EqualTo("pending_new new fill"));
        Assert.That(_broker.Events[^1].Data["price"]!.ToString(), Is.EqualTo("99.45"));
    }

    [Test]
    public void Stop_Sell_BecomesMarketWhenTheTradeFallsThroughIt()
    {
        _broker.Send("buy", 10);
        _broker.Events.Clear();
        _broker.Send("sell", 10, "stop", ""","stop_price":"99" """);
        _broker.Trade(99.01m);
        Assert.That(_broker.EventNames, Is.EqualTo("pending_new new"));
        _broker.Quote(98.90m, 99.10m);
        _broker.Trade(99m);
        Assert.That(_broker.Events[^1].Data["price"]!.ToString(), Is.EqualTo("98.9"));
    }

    [Test]
    public void Stop_Buy_IsALimitOrderAboveItsStop()
    {
        _broker.Send("buy", 10, "stop", ""","stop_price":"101" """);
        _broker.Quote(104m, 104.5m);
        _broker.Trade(104.2m);
        Assert.That(_broker.EventNames, Is.EqualTo("pending_new new"), "2.5 % over the stop is 103.525.");
        _broker.Quote(103m, 103.4m);
        Assert.That(_broker.Events[^1].Data["price"]!.ToString(), Is.EqualTo("103.4"), "Triggered before, so the trade's price no longer matters.");
    }

    [Test]
    public void StopLimit_Triggered_KeepsItsLimit()
    {
        _broker.Send("buy", 10, "stop_limit", ""","stop_price":"101","limit_price":"101.50" """);
        _broker.Quote(101.6m, 101.7m);
        _broker.Trade(101.6m);
        Assert.That(_broker.EventNames, Is.EqualTo("pending_new new"));
        _broker.Quote(101.3m, 101.4m);
        Assert.That(_broker.EventNames, Is.EqualTo("pending_new new fill"));
    }

    [TestCase("ioc")]
    [TestCase("fok")]
    public void ImmediateOrder_OutOfTheMarket_IsCanceled(string timeInForce)
    {
        var order = _broker.Send("buy", 10, "limit", ""","limit_price":"90" """, timeInForce);
        Assert.That(order["status"]!.ToString(), Is.EqualTo("canceled"));
        Assert.That(_broker.EventNames, Is.EqualTo("pending_new new canceled"));
    }

    [Test]
    public void Notional_Market_FillsAFractionOfAShare()
    {
        var order = _broker.Send("""{"symbol":"AAPL","side":"buy","notional":"100","type":"market","time_in_force":"day"}""");
        Assert.That((order["qty"], order["notional"]!.ToString(), order["filled_qty"]!.ToString()), Is.EqualTo(((object?)null, "100", "0.999800039")));
    }

    [Test]
    public void PartialFills_Always_EndWithTheWholeQuantity()
    {
        using var broker = new BrokerHarness(new AlpacaSimulatorOptions { PartialFills = 1 });
        broker.Quote(10m, 10.01m);
        broker.Send("buy", 5);
        for (var i = 0; i < 5; i++)
        {
            broker.Quote(10m, 10.01m + (i / 100m));
        }

        var fills = broker.Events.Where(e => e.Name is "partial_fill" or "fill").ToArray();
        Assert.That(fills, Has.Length.GreaterThan(1));
        Assert.That(fills.Sum(f => BrokerHarness.Number(f.Data, "qty")), Is.EqualTo(5));
        Assert.That(fills[^1].Name, Is.EqualTo("fill"));
        Assert.That(fills.Select(f => f.Data["execution_id"]!.ToString()), Is.Unique);
    }

    [Test]
    public void PartialFills_SameSeedAndOrderIds_SplitTheSame()
    {
        var first = Splits(3);
        var again = Splits(3);
        Assert.That(again, Is.EqualTo(first));
        Assert.That(first.Count(s => s < 100), Is.InRange(5, 60), "About a tenth of 200 orders.");
    }

    [Test]
    public void Session_Closed_AcceptsAndOpensLater()
    {
        using var broker =
            new BrokerHarness(new AlpacaSimulatorOptions { PartialFills = 0 }, Nanos.Of(NewYork.At(new DateTime(2026, 4, 6, 8, 0, 0))));
        broker.Quote(99m, 101m);
        Assert.That(broker.Send("buy", 1)["status"]!.ToString(), Is.EqualTo("accepted"));
        Assert.That(broker.Events, Is.Empty);
        broker.MoveTo(9, 30);
        Assert.That(broker.EventNames, Is.EqualTo("new fill"));
    }

    [Test]
    public void Session_Ends_ExpiresDayOrdersOnly()
    {
        _broker.Send("buy", 1, "limit", ""","limit_price":"90","client_order_id":"day" """);
        _broker.Send("buy", 1, "limit", ""","limit_price":"90","client_order_id":"gtc" """, "gtc");
        _broker.MoveTo(16, 0);
        Assert.That(_broker.Broker.ReportOrder("day")["status"]!.ToString(), Is.EqualTo("expired"));
        Assert.That(_broker.Broker.ReportOrder("gtc")["status"]!.ToString(), Is.EqualTo("new"));
    }

    [Test]
    public void Fault_Reject_EndsTheOrderBeforeItIsNew()
    {
        _broker.Faults.Add(new JsonObject { ["kind"] = "order_reject", ["match"] = new JsonObject { ["side"] = "buy" } });
        var order = _broker.Send("buy", 1);
        Assert.That((order["status"]!.ToString(), order["failed_at"] is null), Is.EqualTo(("rejected", false)));
        Assert.That(_broker.EventNames, Is.EqualTo("pending_new rejected"));
        Assert.That(_broker.Send("buy", 1)["status"]!.ToString(), Is.EqualTo("filled"), "Once.");
    }

    [Test]
    public void Fault_FillOnCancel_LetsTheFillWin()
    {
        _broker.Faults.Add(new JsonObject { ["kind"] = "order_fill_on_cancel" });
        var order = _broker.Send("buy", 3, "limit", ""","limit_price":"90" """);
        var refusal = Assert.Throws<RefusedException>(() => _broker.Broker.Cancel(Guid.Parse(order["id"]!.ToString())))!;
        Assert.That(refusal.Message, Is.EqualTo("order is already in \"filled\" state"));
        Assert.That(_broker.EventNames, Is.EqualTo("pending_new new fill"));
        Assert.That(_broker.Broker.ReportPosition("AAPL")["avg_entry_price"]!.ToString(), Is.EqualTo("90"));
    }

    private static decimal[] Splits(int seed)
    {
        using var broker = new BrokerHarness(new AlpacaSimulatorOptions { Seed = seed, InitialCash = 10_000_000 });
        broker.Quote(10m, 10.01m);
        for (var i = 0; i < 200; i++)
        {
            broker.Send("buy", 100, more: $",\"client_order_id\":\"split-{i}\"");
        }

        return [.. broker.Events.Where(e => e.Name is "partial_fill" or "fill").Select(e => BrokerHarness.Number(e.Data, "qty"))];
    }
}
