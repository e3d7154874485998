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
        var seen =
            JsonNode.Parse(await NodeInteropClient.RunAsync("alpaca-simulator.mjs", string.Empty, Simulator.BaseAddress.ToString(), "sandbox-key",
            "sandbox-secret", "AAPL"))!;
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
            Assert.That(seen["duplicate"]!.ToJsonString(),
                Is.EqualTo("""{"name":"ValidationError","status":422,"message":"client_order_id must be unique"}"""));
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

    [Test]
    public async Task PublicClient_AccountAndOrdersWithExits_WorkAsWithAlpaca()
    {
        await StartAsync(Synthetic);
        await Eventually.HoldsAsync(async () => (await SendAsync(HttpMethod.Get, "/v2/stocks/AAPL/trades/latest")).Status == 200, "a trade");
        var seen = JsonNode.Parse(
            await NodeInteropClient.RunAsync("alpaca-account.mjs", string.Empty, Simulator.BaseAddress.ToString(), "sandbox-key", "sandbox-secret", "AAPL"))!;
        static string Json(JsonNode? node) => node?.ToJsonString() ?? "null";
        Assert.Multiple(() =>
        {
            Assert.That((bool)seen["configuration"]!["ptpNoExceptionEntry"]!, Is.False);
            Assert.That((bool)seen["configured"]!["ptpNoExceptionEntry"]!, Is.True);
            Assert.That(Json(seen["bracket"]), Is.EqualTo("""{"orderClass":"bracket","legs":["limit held","stop held"]}"""));
            Assert.That(Json(seen["exits"]), Is.EqualTo("""["limit new","stop held"]"""));
            Assert.That(Json(seen["canceledExits"]), Is.EqualTo("""["canceled","canceled"]"""));
            Assert.That(Json(seen["trailing"]), Is.EqualTo("""{"type":"trailing_stop","trailPercent":"20"}"""));
            Assert.That(Json(seen["oco"]), Is.EqualTo("""{"orderClass":"oco","limitPrice":true,"legs":["stop held"]}"""));

            // This client reads every activity as one that is no trade and loses the rest.
            Assert.That(seen["fills"]![0]!["activityType"]!.ToString(), Is.EqualTo("FILL"));
            Assert.That(seen["fills"]![0]!["id"]!.ToString(), Is.EqualTo(seen["lastId"]!.ToString()));
            Assert.That((int)seen["pages"]!, Is.EqualTo(1));
            Assert.That(Json(seen["noFees"]), Is.EqualTo("[]"));
            Assert.That(Json(seen["watchlist"]), Is.EqualTo("""{"name":"first","assets":["AAPL"]}"""));
            Assert.That((Json(seen["watchlists"]), (bool)seen["byName"]!, Json(seen["watchlistsLeft"])), Is.EqualTo(("""["first"]""", true, "[]")));
            Assert.That((int)seen["quotes"]!["count"]!, Is.GreaterThan(0));
            Assert.That(Json(seen["snapshot"]), Is.EqualTo("""["dailyBar","latestQuote","latestTrade","minuteBar","prevDailyBar"]"""));
        });
    }
}
