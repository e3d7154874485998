using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Tests.Models;
using Torghut.Sandbox.Alpaca.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Alpaca.Tests.Rest;

/// <summary>The account's settings and what they do.</summary>
public sealed class ConfigurationTests : SimulatorTestBase
{
    private const string Path = "/v2/account/configurations";
    private const string Buy = """{"symbol":"AAPL","side":"buy","qty":"1","type":"market","time_in_force":"day"}""";

    [SetUp]
    public Task Start() => StartAsync(Synthetic);

    [Test]
    public async Task Configurations_Answer_HasEveryFieldOfTheModel()
    {
        Assert.That((await GetAsync(Path)).Missing(RequiredFields.AccountConfiguration), Is.Empty);
    }

    [Test]
    public async Task Patch_WholeModelOfTheClient_ChangesWhatIsNotNull()
    {
        // The client sends every field of its model, those it does not know as null.
        var (status, response) = await PatchAsync("""
            {"dtbp_check":null,"fractional_trading":true,"max_margin_multiplier":"2","no_shorting":true,"pdt_check":null,"suspend_trade":false,
             "trade_confirm_email":"none","ptp_no_exception_entry":true,"max_options_trading_level":null,"unheard_of":1}
            """);
        Assert.That(status, Is.EqualTo(200));
        var shown = await GetAsync(Path);
        Assert.That(shown.ToJsonString(), Is.EqualTo(response!.ToJsonString()));
        Assert.That(
            (shown["dtbp_check"]!.ToString(), shown["max_margin_multiplier"]!.ToString(), (bool)shown["ptp_no_exception_entry"]!, shown["unheard_of"]),
            Is.EqualTo(("entry", "2", true, (JsonNode?)null)));
        var account = await GetAsync("/v2/account");
        Assert.That(
            (account["multiplier"]!.ToString(), (bool)account["shorting_enabled"]!, account["buying_power"]!.ToString()),
            Is.EqualTo(("2", false, "200000")));
    }

    [TestCase("""{"suspend_trade":"yes"}""")]
    [TestCase("""{"max_margin_multiplier":"3"}""")]
    [TestCase("""{"max_margin_multiplier":{}}""")]
    [TestCase("""{"trade_confirm_email":true}""")]
    [TestCase("""{"max_options_trading_level":4}""")]
    [TestCase("""{"max_options_trading_level":"1e99"}""")]
    [TestCase("""{"pdt_check":"never"}""")]
    public async Task Patch_ValueNotAllowed_ChangesNothing(string body)
    {
        var before = (await GetAsync(Path)).ToJsonString();
        var (status, response) = await PatchAsync(body);
        Assert.That((status, (int)response!["code"]!), Is.EqualTo((422, 40010001)));
        Assert.That((await GetAsync(Path)).ToJsonString(), Is.EqualTo(before));
    }

    [Test]
    public async Task SuspendTrade_NewOrder_IsRefused()
    {
        await PatchAsync("""{"suspend_trade":true}""");
        var (status, response) = await OrderAsync(Buy);
        Assert.That((status, response!.ToJsonString()), Is.EqualTo((403, """{"code":40310000,"message":"new orders are rejected by user request"}""")));
        Assert.That((bool)(await GetAsync("/v2/account"))["trade_suspended_by_user"]!, Is.True);
        await PatchAsync("""{"suspend_trade":false}""");
        Assert.That((await OrderAsync(Buy)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task NoShorting_ShortSale_IsRefusedAndASaleIsNot()
    {
        await PatchAsync("""{"no_shorting":true}""");
        Assert.That((await OrderAsync(Buy.Replace("\"buy\"", "\"sell\"", StringComparison.Ordinal))).Status, Is.EqualTo(403));
        await OrderAsync(Buy);
        await Eventually.HoldsAsync(async () => (await GetAsync("/v2/positions")).AsArray().Count == 1, "a position");
        Assert.That((await OrderAsync(Buy.Replace("\"buy\"", "\"sell\"", StringComparison.Ordinal))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task FractionalTrading_Off_RefusesPartsOfAShare()
    {
        await PatchAsync("""{"fractional_trading":false}""");
        Assert.That((await OrderAsync(Buy.Replace("\"1\"", "\"0.5\"", StringComparison.Ordinal))).Status, Is.EqualTo(403));
        Assert.That((await OrderAsync(Buy)).Status, Is.EqualTo(200));
    }

    private Task<(int Status, JsonNode? Body)> PatchAsync(string body) => SendAsync(HttpMethod.Patch, Path, body);
}
