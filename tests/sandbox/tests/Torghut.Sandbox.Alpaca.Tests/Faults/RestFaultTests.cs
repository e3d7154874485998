using System.Text;
using Torghut.Sandbox.Alpaca.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Alpaca.Tests.Faults;

/// <summary>Faults of REST requests, judged by the ledger: which requests had an effect.</summary>
public sealed class RestFaultTests : SimulatorTestBase
{
    private const string Order = """{"symbol":"AAPL","side":"buy","qty":"3","type":"market","time_in_force":"day","client_order_id":"once"}""";

    [TestCase("before", 0)]
    [TestCase("after", 1)]
    public async Task Error_BeforeOrAfter_DecidesWhetherAnOrderExists(string when, int orders)
    {
        await StartAsync(Synthetic);
        await FaultAsync($$"""{"kind":"rest_error","status":503,"match":{"method":"POST","path":"/v2/orders"},"when":"{{when}}"}""");
        var (status, body) = await OrderAsync(Order);
        Assert.That((status, (int)body!["code"]!), Is.EqualTo((503, 50010000)));
        Assert.That((await GetAsync("/v2/orders?status=all")).AsArray(), Has.Count.EqualTo(orders));
        var response = (await LedgerAsync("answer")).Single();
        Assert.That((bool)response["delivered"]!, Is.EqualTo(when == "before"), "The true answer was not delivered.");
        Assert.That((await OrderAsync(Order)).Status, Is.EqualTo(when == "before" ? 200 : 422), "The same id again.");
    }

    [TestCase("before", 404)]
    [TestCase("after", 200)]
    public async Task Hang_ClientGivesUp_LookupTells(string when, int lookup)
    {
        await StartAsync(Synthetic);
        await FaultAsync($$"""{"kind":"rest_hang","match":{"client_order_id":"once","method":"POST"},"when":"{{when}}"}""");
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        using var content = new StringContent(Order, Encoding.UTF8, "application/json");
        Assert.That(async () => await Http.PostAsync("/v2/orders", content, impatient.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await SendAsync(HttpMethod.Get, "/v2/orders:by_client_order_id?client_order_id=once")).Status, Is.EqualTo(lookup));
    }

    [TestCase("before", 0)]
    [TestCase("after", 1)]
    public async Task Reset_BeforeOrAfter_CutsTheConnection(string when, int orders)
    {
        await StartAsync(Synthetic);
        await FaultAsync($$"""{"kind":"rest_reset","when":"{{when}}"}""");
        Assert.That(async () => await OrderAsync(Order), Throws.TypeOf<HttpRequestException>());
        await Eventually.HoldsAsync(async () => (await GetAsync("/v2/orders?status=all")).AsArray().Count == orders, "the orders that exist");
    }

    [Test]
    public async Task TooManyRequests_WithAndWithoutHeaders()
    {
        await StartAsync(Synthetic);
        await FaultAsync("""{"kind":"rest_error","status":429,"reset_after":7,"retry_after":3}""");
        await FaultAsync("""{"kind":"rest_error","status":429}""");
        using var reported = await Http.GetAsync("/v2/account");
        using var unreported = await Http.GetAsync("/v2/account");
        Assert.That(((int)reported.StatusCode, (int)unreported.StatusCode), Is.EqualTo((429, 429)));
        Assert.That(reported.Headers.GetValues("Retry-After").Single(), Is.EqualTo("3"));
        Assert.That(reported.Headers.Contains("X-RateLimit-Reset"), Is.True);
        Assert.That(unreported.Headers.Contains("X-RateLimit-Reset"), Is.False);
    }

    [Test]
    public async Task Error_BodyIsFree_EvenWhereItIsNoJson()
    {
        await StartAsync(Synthetic);
        await FaultAsync("""{"kind":"rest_error","status":502,"raw":"<html>bad gateway</html>"}""");
        await FaultAsync(
            """{"kind":"rest_error","status":403,"code":42210000,"message":"subscription does not permit querying recent SIP data","match":{"api":"data"}}""");
        using var html = await Http.GetAsync("/v2/account");
        Assert.That(await html.Content.ReadAsStringAsync(), Is.EqualTo("<html>bad gateway</html>"));
        Assert.That((await SendAsync(HttpMethod.Get, "/v2/account")).Status, Is.EqualTo(200), "The other fault is for data.");
        var (status, body) = await SendAsync(HttpMethod.Get, "/v2/stocks/AAPL/bars?timeframe=1Min");
        Assert.That((status, (int)body!["code"]!), Is.EqualTo((403, 42210000)));
    }

    [Test]
    public async Task Slow_Answer_ComesLater()
    {
        await StartAsync(Synthetic);
        await FaultAsync("""{"kind":"rest_slow","milliseconds":300,"match":{"path":"/v2/acc*"}}""");
        var started = TimeProvider.System.GetTimestamp();
        await GetAsync("/v2/account");
        Assert.That(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds, Is.GreaterThan(290));
    }

    [Test]
    public async Task Probability_OfTwo_StrikesAboutHalf()
    {
        await StartAsync(Synthetic with { Seed = 5 });
        await FaultAsync("""{"kind":"rest_error","status":500,"probability":0.5,"count":1000}""");
        var failed = 0;
        for (var i = 0; i < 100; i++)
        {
            failed += (await SendAsync(HttpMethod.Get, "/v2/clock")).Status == 500 ? 1 : 0;
        }

        Assert.That(failed, Is.InRange(30, 70));
        await SendAsync(HttpMethod.Delete, "/_sim/faults");
        Assert.That((await SendAsync(HttpMethod.Get, "/v2/clock")).Status, Is.EqualTo(200));
    }
}
