using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Alpaca.Tests;

/// <summary>npm @alpacahq/alpaca-trade-api, Alpaca's own client, against the simulator.</summary>
public sealed class AlpacaClientTests : SimulatorTestBase
{
    [Test]
    public async Task PublicClient_MarketDataAndTrading_WorkAsWithAlpaca()
    {
        await StartAsync(Synthetic with { Speed = 60 });
        var seen = JsonNode.Parse(await NodePeer.RunAsync("alpaca-simulator.mjs", string.Empty, Simulator.BaseAddress.ToString(), "sandbox-key", "sandbox-secret", "AAPL"))!;
        var updates = seen["updates"]!.AsArray();
        Assert.Multiple(() =>
        {
            Assert.That((bool)seen["market_authenticated"]! && (bool)seen["orders_authenticated"]!, Is.True);
            Assert.That(seen["listening"]!.ToJsonString(), Is.EqualTo("""["trade_updates"]"""));
            Assert.That((double)seen["trade"]!["price"]!, Is.EqualTo(192.5).Within(5));
            Assert.That((double)seen["quote"]!["bid"]!, Is.LessThan((double)seen["quote"]!["ask"]!));
            Assert.That((double)seen["bar"]!["low"]!, Is.LessThanOrEqualTo((double)seen["bar"]!["high"]!));
            Assert.That(seen["bar"]!["time"]!.ToString(), Does.EndWith(":00.000000000Z"));
            Assert.That((seen["account"]!["status"]!.ToString(), seen["account"]!["cash"]!.ToString()), Is.EqualTo(("ACTIVE", "100000")));
            Assert.That(seen["submitted"]!["status"]!.ToString(), Is.EqualTo("pending_new"));
            Assert.That(updates.Select(u => u!["event"]!.ToString()), Is.EqualTo(new[] { "pending_new", "new", "fill" }));
            Assert.That(updates[^1]!["position"]!.ToString(), Is.EqualTo("10"));
            Assert.That((seen["filled"]!["status"]!.ToString(), seen["filled"]!["filledQty"]!.ToString()), Is.EqualTo(("filled", "10")));
            Assert.That(seen["positions"]!.AsArray().Single()!["qty"]!.ToString(), Is.EqualTo("10"));
            Assert.That(seen["duplicate"]!.ToJsonString(), Is.EqualTo("""{"name":"ValidationError","status":422,"message":"client_order_id must be unique"}"""));
            Assert.That(seen["open"]!.AsArray().Single()!.ToString(), Is.EqualTo(seen["resting"]!.ToString()));
            Assert.That(seen["canceled"]!.ToString(), Is.EqualTo("canceled"));
            Assert.That((int)seen["missing"]!["status"]!, Is.EqualTo(404));
            Assert.That((bool)seen["clock"]!["isOpen"]!, Is.True);
            Assert.That(seen["calendar"]!.AsArray().Select(d => d!["close"]!.ToString()), Is.EqualTo(new[] { "16:00", "16:00", "13:00", "16:00" }));
            Assert.That((bool)seen["asset"]!["tradable"]!, Is.True);
            Assert.That((int)seen["bars"]!["count"]!, Is.GreaterThan(1_400), "A day of minutes, five to a page.");
            Assert.That(seen["errors"]!.AsArray(), Is.Empty);
        });
    }
}
