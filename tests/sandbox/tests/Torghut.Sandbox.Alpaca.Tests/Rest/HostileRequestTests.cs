using Torghut.Sandbox.Alpaca.Tests.Support;

namespace Torghut.Sandbox.Alpaca.Tests.Rest;

/// <summary>Requests that nobody should send are refused with a message; the simulator never fails on them.</summary>
public sealed class HostileRequestTests : SimulatorTestBase
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e308", "-1e308", "1e-30", "79228162514264337593543950335", "\"\"", "\"NaN\"", "\"-0\"", "\"1e400\"", "\"\\u0000\"",
        "[]", "{}", "[[[[]]]]", "\"AAPL\"", "\"bracket\"", "\"oco\"", "\"trailing_stop\"", "\"opg\"",
        "{\"limit_price\":{}}", "{\"stop_price\":\"x\",\"limit_price\":[]}",
    ];

    private static readonly string[] Fields =
    [
        "symbol", "side", "qty", "notional", "type", "time_in_force", "limit_price", "stop_price", "trail_price", "trail_percent", "extended_hours",
        "client_order_id", "order_class", "take_profit", "stop_loss",
    ];

    private static readonly string[] Paths =
    [
        "/v2/orders?limit={0}", "/v2/orders?after={0}", "/v2/orders?status={0}&nested={0}", "/v2/orders/{0}",
        "/v2/orders:by_client_order_id?client_order_id={0}",
        "/v2/account/activities?page_size={0}", "/v2/account/activities?page_token={0}", "/v2/account/activities?date={0}", "/v2/account/activities/{0}",
        "/v2/watchlists/{0}", "/v2/watchlists:by_name?name={0}", "/v2/positions/{0}", "/v2/assets/{0}", "/v2/calendar?start={0}",
        "/v2/stocks/quotes?symbols={0}", "/v2/stocks/quotes?symbols=AAPL&start={0}", "/v2/stocks/quotes?symbols=AAPL&end={0}",
        "/v2/stocks/AAPL/quotes?limit={0}",
        "/v2/stocks/AAPL/quotes?page_token={0}", "/v2/stocks/{0}/snapshot", "/v2/stocks/snapshots?symbols={0}", "/v2/stocks/AAPL/bars?timeframe={0}",
        "/v2/stocks/AAPL/bars?timeframe=1Day&start={0}", "/v2/stocks/AAPL/bars?timeframe=1Month&start={0}", "/v2/stocks/AAPL/trades?start={0}",
    ];

    private static readonly string[] EnumNames =
    [
        "%00", "%FF", "-1", "1e999", "99999999999999999999", "9999-12-31T23:59:59.999999999Z", "0001-01-01", "1970-01-01", "2199-12-31", "..", "%F0%9F%92%A9",
        "*",
        "QUFQTHw5MjIzMzcyMDM2ODU0Nzc1ODA3fDE=", "AAPL%7C1", "1.5", "00000000-0000-0000-0000-000000000000", "2026-04-06T00:00:00.", "2026-13-45",
    ];

    [SetUp]
    public Task Start() => StartAsync(Synthetic);

    [Test]
    public async Task Order_EveryFieldWithEveryValue_IsAnsweredWithoutAnError()
    {
        foreach (var field in Fields)
        {
            foreach (var value in Values)
            {
                var terms = new Dictionary<string, string>
                {
                    ["symbol"] = "\"AAPL\"",
                    ["side"] = "\"buy\"",
                    ["qty"] = "1",
                    ["type"] = "\"limit\"",
                    ["limit_price"] = "1",
                    ["time_in_force"] = "\"day\"",
                    [field] = value,
                };
                var (status, body) = await OrderAsync("{" + string.Join(',', terms.Select(t => $"\"{t.Key}\":{t.Value}")) + "}");
                Assert.That(status, Is.AnyOf(200, 400, 403, 422), $"{field} = {value}: {body?.ToJsonString()}");
                Assert.That(status == 200 || body!["code"] is not null, Is.True, $"{field} = {value}");
            }
        }
    }

    [Test]
    public async Task Replacement_EveryFieldWithEveryValue_IsAnsweredWithoutAnError()
    {
        foreach (var field in new[] { "qty", "limit_price", "stop_price", "trail", "time_in_force", "client_order_id" })
        {
            foreach (var value in Values)
            {
                var (_, order) = await OrderAsync("""{"symbol":"AAPL","side":"buy","qty":1,"type":"limit","limit_price":"1","time_in_force":"gtc"}""");
                var (status, body) = await SendAsync(HttpMethod.Patch, $"/v2/orders/{order!["id"]}", $"{{\"{field}\":{value}}}");
                Assert.That(status, Is.AnyOf(200, 400, 403, 422), $"{field} = {value}: {body?.ToJsonString()}");
            }
        }
    }

    [TestCaseSource(nameof(Paths))]
    public async Task Path_WithEveryWord_IsAnsweredWithoutAnError(string path)
    {
        foreach (var word in EnumNames)
        {
            var (status, body) = await SendAsync(HttpMethod.Get, path.Replace("{0}", word, StringComparison.Ordinal));
            Assert.That(status, Is.AnyOf(200, 400, 404, 422), $"{word}: {body?.ToJsonString()}");
        }
    }

    [TestCase("qty=79228162514264337593543950335")]
    [TestCase("qty=-1")]
    [TestCase("percentage=79228162514264337593543950335")]
    [TestCase("percentage=0")]
    public async Task ClosePosition_AmountNotAllowed_IsRefused(string query)
    {
        await OrderAsync("""{"symbol":"AAPL","side":"buy","qty":1,"type":"market","time_in_force":"day"}""");
        await Torghut.Testing.Eventually.HoldsAsync(async () => (await GetAsync("/v2/positions")).AsArray().Count == 1, "a position");
        Assert.That((await SendAsync(HttpMethod.Delete, $"/v2/positions/AAPL?{query}")).Status, Is.AnyOf(403, 422));
    }
}
