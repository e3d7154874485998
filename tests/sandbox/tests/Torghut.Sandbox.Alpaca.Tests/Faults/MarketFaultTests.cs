using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Alpaca.Tests.Faults;

/// <summary>What can go wrong on the market-data socket does so when asked, and only then.</summary>
public sealed class MarketFaultTests : SimulatorTestBase
{
    private const string Auth = """{"action":"auth","key":"sandbox-key","secret":"sandbox-secret"}""";
    private const string Subscribe = """{"action":"subscribe","trades":["AAPL"]}""";

    [TestCase(401)]
    [TestCase(406)]
    [TestCase(429)]
    public async Task Handshake_IsRefusedOnce(int status)
    {
        await StartAsync(Synthetic);
        await FaultAsync($$"""{"kind":"market_handshake","status":{{status}}}""");
        Assert.That(async () => await ConnectAsync(), Throws.TypeOf<WebSocketException>().With.Message.Contains($"{status}"));
        await AuthenticatedAsync();
    }

    [TestCase(402, true)]
    [TestCase(406, false)]
    [TestCase(409, true)]
    [TestCase(500, false)]
    public async Task Authentication_IsRefusedWithAnyCode(int code, bool closes)
    {
        await StartAsync(Synthetic);
        await FaultAsync($$"""{"kind":"market_auth","code":{{code}}}""");
        var socket = await ConnectAsync();
        await socket.ReadAsync();
        await socket.SendAsync(Auth);
        Assert.That((int)(await socket.ReadControlAsync())["code"]!, Is.EqualTo(code));
        if (closes)
        {
            Assert.That(await socket.ReadBytesAsync(), Is.Null);
            return;
        }

        await socket.SendAsync(Auth);
        Assert.That((await socket.ReadControlAsync())["msg"]!.ToString(), Is.EqualTo("authenticated"));
    }

    [Test]
    public async Task Subscribe_Refused_ChangesNothing()
    {
        await StartAsync(Synthetic);
        var socket = await AuthenticatedAsync();
        await FaultAsync("""{"kind":"market_subscribe","code":405}""");
        Assert.That((int)(await socket.AskAsync(Subscribe, "error"))["code"]!, Is.EqualTo(405));
        Assert.That((await socket.AskAsync("""{"action":"subscribe","bars":["IBM"]}""", "subscription"))["trades"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Error_AtOnce_AndClose()
    {
        await StartAsync(Synthetic);
        var socket = await AuthenticatedAsync();
        Assert.That((int)(await FaultAsync("""{"kind":"market_error","code":407,"close":true}"""))["struck"]!, Is.EqualTo(1));
        Assert.That((await socket.ReadControlAsync()).ToJsonString(), Is.EqualTo("""{"T":"error","code":407,"msg":"slow client"}"""));
        Assert.That(await socket.ReadBytesAsync(), Is.Null);
    }

    [TestCase("abort")]
    [TestCase("mid_frame")]
    public async Task Disconnect_WithoutClose_BreaksTheConnection(string mode)
    {
        await StartAsync(Synthetic);
        var socket = await AuthenticatedAsync();
        await FaultAsync($$"""{"kind":"market_disconnect","mode":"{{mode}}"}""");
        Assert.That(async () => await socket.ReadBytesAsync(), Throws.TypeOf<WebSocketException>());
    }

    [Test]
    public async Task SlotHold_AfterABreak_Refuses406UntilTakenAway()
    {
        await StartAsync(Synthetic);
        var socket = await AuthenticatedAsync();
        var hold = await FaultAsync("""{"kind":"market_slot_hold","seconds":90}""");
        await FaultAsync("""{"kind":"market_disconnect"}""");
        Assert.That(async () => await socket.ReadBytesAsync(), Throws.TypeOf<WebSocketException>());
        await Eventually.HoldsAsync(async () => (int)(await GetAsync("/_sim/progress"))["connections"]! == 0, "the end of the connection");
        var next = await ConnectAsync();
        await next.ReadAsync();
        await next.SendAsync(Auth);
        Assert.That((int)(await next.ReadControlAsync())["code"]!, Is.EqualTo(406));
        await SendAsync(HttpMethod.Delete, $"/_sim/faults/{hold["id"]}");
        await next.SendAsync(Auth);
        Assert.That((await next.ReadControlAsync())["msg"]!.ToString(), Is.EqualTo("authenticated"));
    }

    [TestCase("malformed_json")]
    [TestCase("truncated_json")]
    [TestCase("truncated_utf8")]
    [TestCase("nan")]
    [TestCase("empty")]
    public async Task Inject_NotJson_ComesBetweenGoodFrames(string what)
    {
        await StartAsync(Synthetic);
        using var socket = new ClientWebSocket();
        var good = await AuthenticatedAsync();
        await FaultAsync($$"""{"kind":"market_inject","what":"{{what}}"}""");
        var failed = false;
        try
        {
            JsonNode.Parse(await good.ReadBytesAsync() ?? []);
        }
        catch (Exception bad) when (bad is JsonException or WebSocketException)
        {
            failed = true;
        }

        Assert.That(failed, Is.True);
    }

    [TestCase("infinity", "1e999")]
    [TestCase("negative_size", "\"s\":-3")]
    [TestCase("negative_price", "\"p\":-162.92")]
    [TestCase("unknown_type", "\"T\":\"zz\"")]
    [TestCase("unknown_field", "\"zz\":{\"a\"")]
    [TestCase("empty_array", "[]")]
    public async Task Inject_Nonsense_IsWellFormed(string what, string part)
    {
        await StartAsync(Synthetic);
        var socket = await AuthenticatedAsync();
        await FaultAsync($$"""{"kind":"market_inject","what":"{{what}}","count":2}""");
        Assert.That((await socket.ReadAsync()).ToJsonString(), Does.Contain(part));
        Assert.That((await socket.ReadAsync()).ToJsonString(), Does.Contain(part));
        var response = await socket.AskAsync(Subscribe, "subscription");
        Assert.That(response["trades"]!.ToJsonString(), Is.EqualTo("""["AAPL"]"""));
    }

    [Test]
    public async Task Inject_HugeFrame_HasTheSizeAskedFor()
    {
        await StartAsync(Synthetic);
        var socket = await AuthenticatedAsync();
        await FaultAsync("""{"kind":"market_inject","what":"huge_frame","bytes":10485760}""");
        Assert.That(await socket.ReadBytesAsync(), Has.Length.EqualTo(10 * 1024 * 1024));
    }

    [Test]
    public async Task Silence_LosesEverythingForAWhile()
    {
        await StartAsync(Synthetic);
        var socket = await AuthenticatedAsync();
        await socket.AskAsync(Subscribe, "subscription");
        var last = (long)(await socket.ReadUntilAsync(m => m.Count > 0))[^1]["i"]!;
        await FaultAsync("""{"kind":"market_silence","seconds":2}""");
        var gap = await socket.ReadUntilAsync(m =>
        {
            var ids = m.Select(t => (long)t["i"]!).Prepend(last).ToArray();
            return ids.Zip(ids.Skip(1)).Any(p => p.Second > p.First + 1);
        });
        Assert.That(gap, Is.Not.Empty);
    }

    [Test]
    public async Task DuplicateAndReorder_ChangeTheStreamAndNotTheSource()
    {
        await StartAsync(Synthetic);
        var socket = await AuthenticatedAsync();
        await FaultAsync("""{"kind":"market_duplicate","match":{"symbol":"AAPL","channel":"trades"},"count":3}""");
        await socket.AskAsync(Subscribe, "subscription");
        var ids = (await socket.ReadUntilAsync(m => m.Count - m.Select(t => (long)t["i"]!).Distinct().Count() == 3)).Select(t => (long)t["i"]!).ToArray();
        Assert.That(ids.Distinct(), Is.EqualTo(Enumerable.Range(0, ids.Distinct().Count()).Select(i => ids[0] + i)), "Every trade is there, in order.");

        await FaultAsync("""{"kind":"market_reorder","count":1}""");
        var swapped = await socket.ReadUntilAsync(m => m.Zip(m.Skip(1)).Any(p => (long)p.First["i"]! > (long)p.Second["i"]!));
        Assert.That(swapped.Select(t => (long)t["i"]!), Is.Unique);
    }

    [Test]
    public async Task Late_Message_ComesAfterItsSuccessors()
    {
        await StartAsync(Synthetic);
        var socket = await AuthenticatedAsync();
        await FaultAsync("""{"kind":"market_late","match":{"channel":"trades"},"milliseconds":600}""");
        await socket.AskAsync(Subscribe, "subscription");
        var trades = await socket.ReadUntilAsync(m => m.Zip(m.Skip(1)).Any(p => (long)p.First["i"]! > (long)p.Second["i"]!));
        Assert.That(trades, Has.Count.GreaterThan(1));
    }

    [TestCase("""{"kind":"earthquake"}""")]
    [TestCase("""{"kind":"rest_error","probability":0}""")]
    [TestCase("""[]""")]
    public async Task Panel_UnknownFault_IsRefused(string body)
    {
        await StartAsync(Synthetic);
        Assert.That((await SendAsync(HttpMethod.Post, "/_sim/faults", body)).Status, Is.EqualTo(422));
    }
}
