using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Tests.Models;
using Torghut.Sandbox.Alpaca.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Alpaca.Tests.Rest;

/// <summary>The account's activities, and the things that happen to it beside trades.</summary>
public sealed class ActivityTests : SimulatorTestBase
{
    private const string Path = "/v2/account/activities";

    [Test]
    public async Task Fills_OfAnOrder_AreActivitiesWithItsExecutionIds()
    {
        await StartAsync(Synthetic with { PartialFills = 1 });
        var id = await BoughtAsync(10);
        var fills = (await GetAsync($"{Path}/FILL?direction=asc")).AsArray();
        Assert.That(fills.SelectMany(f => f!.Missing(RequiredFields.TradeActivity)), Is.Empty);
        Assert.That(fills.Select(f => f!["order_id"]!.ToString()), Is.All.EqualTo(id));
        Assert.That(fills.Sum(f => BrokerHarness.Number(f!, "qty")), Is.EqualTo(10));
        Assert.That((fills[^1]!["cum_qty"]!.ToString(), fills[^1]!["leaves_qty"]!.ToString(), fills[^1]!["type"]!.ToString()), Is.EqualTo(("10", "0", "fill")));
        Assert.That(fills.Take(fills.Count - 1).Select(f => f!["type"]!.ToString()), Is.All.EqualTo("partial_fill"));
        Assert.That(
            fills.Select(f => f!["id"]!.ToString().Split("::")[1]),
            Is.EqualTo((await LedgerAsync("execution")).Select(e => e["execution_id"]!.ToString())));
    }

    [Test]
    public async Task Dividend_OnAPosition_PaysPerShare()
    {
        await StartAsync(Synthetic);
        await BoughtAsync(10);
        var cash = await CashAsync();
        var happened = (await FaultAsync("""{"kind":"account_activity","type":"DIV","symbol":"AAPL","per_share_amount":"0.25"}"""))["activity"]!;
        Assert.That(happened.Missing(RequiredFields.NonTradeActivity), Is.Empty);
        Assert.That(
            (happened["net_amount"]!.ToString(), happened["qty"]!.ToString(), happened["per_share_amount"]!.ToString()), Is.EqualTo(("2.5", "10", "0.25")));
        Assert.That(await CashAsync(), Is.EqualTo(cash + 2.5m));
        Assert.That((await GetAsync($"{Path}/DIV")).AsArray().Single()!.ToJsonString(), Is.EqualTo(happened.ToJsonString()));
        Assert.That((await GetAsync("/_sim/faults")).AsArray(), Is.Empty, "It has happened and does not stay.");
    }

    [TestCase("FEE", "-1.5")]
    [TestCase("INT", "0.75")]
    [TestCase("CSD", "5000")]
    [TestCase("CSW", "-2500")]
    public async Task Money_ThatComesOrGoes_ChangesTheCash(string type, string amount)
    {
        await StartAsync(Synthetic);
        await FaultAsync($$"""{"kind":"account_activity","type":"{{type}}","net_amount":{{amount}},"description":"test"}""");
        Assert.That(await CashAsync(), Is.EqualTo(100_000m + decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.That((await GetAsync(Path)).AsArray().Single()!["activity_type"]!.ToString(), Is.EqualTo(type));
        Assert.That((await GetAsync($"{Path}/TRANS")).AsArray(), Has.Count.EqualTo(type.StartsWith("CS", StringComparison.Ordinal) ? 1 : 0));
    }

    [Test]
    public async Task Split_OfAPosition_ChangesSharesAndPriceAndCancelsOrders()
    {
        await StartAsync(Synthetic);
        await BoughtAsync(10);
        var before = await GetAsync("/v2/positions/AAPL");
        await OrderAsync("""{"symbol":"AAPL","side":"sell","qty":10,"type":"limit","limit_price":"900","time_in_force":"gtc"}""");
        await FaultAsync("""{"kind":"account_activity","type":"SPLIT","symbol":"AAPL","old_rate":1,"new_rate":4}""");
        var after = await GetAsync("/v2/positions/AAPL");
        Assert.That((after["qty"]!.ToString(), after["cost_basis"]!.ToString()), Is.EqualTo(("40", before["cost_basis"]!.ToString())));
        Assert.That((await GetAsync("/v2/orders")).AsArray(), Is.Empty);
        Assert.That((await GetAsync($"{Path}/SPLIT")).AsArray().Single()!["qty"]!.ToString(), Is.EqualTo("30"));
    }

    [TestCase("asc")]
    [TestCase("desc")]
    public async Task Pages_ByToken_ShowEveryActivityOnce(string direction)
    {
        await StartAsync(Synthetic);
        for (var i = 1; i <= 7; i++)
        {
            await FaultAsync($$"""{"kind":"account_activity","type":"FEE","net_amount":-{{i}}}""");
        }

        var amounts = new List<string>();
        string? token = null;
        while (true)
        {
            var place = token is null ? string.Empty : $"&page_token={Uri.EscapeDataString(token)}";
            var page = (await GetAsync($"{Path}?page_size=3&direction={direction}{place}")).AsArray();
            amounts.AddRange(page.Select(a => a!["net_amount"]!.ToString()));
            if (page.Count < 3)
            {
                break;
            }

            token = page[^1]!["id"]!.ToString();
        }

        var all = Enumerable.Range(1, 7).Select(i => $"-{i}");
        Assert.That(amounts, Is.EqualTo(direction == "asc" ? all : all.Reverse()));
    }

    [Test]
    public async Task List_ByCategoryAndTime_FollowsItsFilters()
    {
        await StartAsync(Synthetic with { Date = new DateOnly(2026, 4, 6) });
        await BoughtAsync(1);
        await FaultAsync("""{"kind":"account_activity","type":"FEE","net_amount":-1}""");
        Assert.That(await TypesAsync(string.Empty), Is.EqualTo("FEE FILL"));
        Assert.That(await TypesAsync("?category=trade_activity"), Is.EqualTo("FILL"));
        Assert.That(await TypesAsync("?category=non_trade_activity"), Is.EqualTo("FEE"));
        Assert.That(await TypesAsync("?activity_types=FEE,DIV"), Is.EqualTo("FEE"));
        Assert.That(await TypesAsync("?date=2026-04-06"), Is.EqualTo("FEE FILL"));
        Assert.That(await TypesAsync("?date=2026-04-07"), Is.Empty);
        Assert.That(await TypesAsync("?after=2026-04-07"), Is.Empty);
        Assert.That(await TypesAsync("?after=2026-04-06T13:00:00Z&until=2026-04-07T00:00:00Z"), Is.EqualTo("FEE FILL"));
    }

    [TestCase("/NOSUCH")]
    [TestCase("?activity_types=NOSUCH")]
    [TestCase("?category=all")]
    [TestCase("?activity_types=FEE&category=trade_activity")]
    [TestCase("?direction=up")]
    [TestCase("?page_size=0")]
    [TestCase("?page_size=101")]
    [TestCase("?page_size=99999999999999999999")]
    [TestCase("?page_token=nothing")]
    [TestCase("?date=yesterday")]
    [TestCase("?date=9999-12-31")]
    [TestCase("?date=2026-04-06&after=2026-04-06")]
    [TestCase("?after=9999-12-31T00:00:00Z")]
    public async Task List_NotAllowed_IsRefused(string query)
    {
        await StartAsync(Synthetic);
        var (status, response) = await SendAsync(HttpMethod.Get, Path + query);
        Assert.That((status, (int)response!["code"]!), Is.EqualTo((422, 40010001)));
    }

    [TestCase("""{"type":"FILL","net_amount":1}""")]
    [TestCase("""{"type":"NOSUCH","net_amount":1}""")]
    [TestCase("""{"type":"FEE"}""")]
    [TestCase("""{"type":"FEE","net_amount":"1e40"}""")]
    [TestCase("""{"type":"CSD","net_amount":-1}""")]
    [TestCase("""{"type":"CSW","net_amount":1}""")]
    [TestCase("""{"type":"DIV","per_share_amount":1}""")]
    [TestCase("""{"type":"DIV","symbol":"ZZZZ","per_share_amount":1}""")]
    [TestCase("""{"type":"SPLIT","symbol":"AAPL","old_rate":0,"new_rate":4}""")]
    [TestCase("""{"type":"SPLIT","old_rate":1,"new_rate":4}""")]
    public async Task Event_NotDescribed_ChangesNothing(string what)
    {
        await StartAsync(Synthetic);
        var (status, _) = await SendAsync(HttpMethod.Post, "/_sim/faults", what.Replace("{", "{\"kind\":\"account_activity\",", StringComparison.Ordinal));
        Assert.That(status, Is.EqualTo(422));
        Assert.That((await GetAsync(Path)).AsArray(), Is.Empty);
        Assert.That(await CashAsync(), Is.EqualTo(100_000m));
    }

    private async Task<string> BoughtAsync(int qty)
    {
        var (_, order) = await OrderAsync($$"""{"symbol":"AAPL","side":"buy","qty":{{qty}},"type":"market","time_in_force":"day"}""");
        await Eventually.HoldsAsync(async () => (await GetAsync($"/v2/orders/{order!["id"]}"))["status"]!.ToString() == "filled", "a fill");
        return order!["id"]!.ToString();
    }

    private async Task<decimal> CashAsync() => BrokerHarness.Number(await GetAsync("/v2/account"), "cash");

    private async Task<string> TypesAsync(string query) =>
        string.Join(' ', (await GetAsync(Path + query)).AsArray().Select(a => (JsonNode?)a!["activity_type"]));
}
