using System.Net.WebSockets;
using Torghut.Sandbox.Alpaca.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Alpaca.Tests.Sockets;

/// <summary>The conversation on the market-data socket.</summary>
public sealed class MarketSocketTests : SimulatorTestBase
{
    private const string Auth = """{"action":"auth","key":"sandbox-key","secret":"sandbox-secret"}""";

    [TestCase(false)]
    [TestCase(true)]
    public async Task Conversation_EitherOpcode_IsUnderstood(bool binary)
    {
        await StartAsync(Synthetic);
        var socket = await ConnectAsync(binary: binary);
        Assert.That((await socket.ReadAsync()).ToJsonString(), Is.EqualTo("""[{"T":"success","msg":"connected"}]"""));
        await socket.SendAsync(Auth);
        Assert.That((await socket.ReadAsync()).ToJsonString(), Is.EqualTo("""[{"T":"success","msg":"authenticated"}]"""));
        await socket.SendAsync("""{"action":"subscribe","trades":["AAPL"],"quotes":["IBM"],"bars":["*"]}""");
        Assert.That((await socket.ReadAsync()).ToJsonString(), Is.EqualTo(
            """[{"T":"subscription","trades":["AAPL"],"quotes":["IBM"],"bars":["*"],"updatedBars":[],"dailyBars":[],"statuses":[],"lulds":[],"corrections":["AAPL"],"cancelErrors":["AAPL"]}]"""));
        Assert.That(socket.Type, Is.EqualTo(WebSocketMessageType.Text));
        var data = await socket.ReadUntilAsync(m => m.Count > 20);
        // A minute may end meanwhile, and its bars come with the others.
        Assert.That(
            data.Where(m => m["T"]!.ToString() != "b").All(m => m["T"]!.ToString() == (m["S"]!.ToString() == "AAPL" ? "t" : "q")), Is.True);
    }

    [Test]
    public async Task Subscribe_Changes_AreDeltasAndAnswersAreWhole()
    {
        await StartAsync(Synthetic);
        var socket = await AuthenticatedAsync();
        await socket.AskAsync("""{"action":"subscribe","trades":["AAPL"]}""", "subscription");
        var added = await socket.AskAsync("""{"action":"subscribe","trades":["IBM"],"quotes":null,"imbalances":["IBM"]}""", "subscription");
        Assert.That(added["trades"]!.ToJsonString(), Is.EqualTo("""["AAPL","IBM"]"""));
        Assert.That(added["imbalances"]!.ToJsonString(), Is.EqualTo("""["IBM"]"""));
        var removed = await socket.AskAsync("""{"action":"unsubscribe","trades":["AAPL","ZZZZ"]}""", "subscription");
        Assert.That(removed["trades"]!.ToJsonString(), Is.EqualTo("""["IBM"]"""));
    }

    [TestCase("""{"action":"subscribe","trades":["AAPL"]}""", 401, TestName = "SubscribeBeforeAuthentication")]
    [TestCase("""{"action":"auth","key":"sandbox-key","secret":"wrong"}""", 402, TestName = "WrongSecret")]
    [TestCase("""{"action":"auth"}""", 400, TestName = "AuthenticationWithoutKey")]
    [TestCase("""{"action":"dance"}""", 400, TestName = "UnknownAction")]
    [TestCase("""{"action":"auth"}{"action":"auth"}""", 400, TestName = "TwoDocuments")]
    [TestCase("""[1]""", 400, TestName = "NotAnObject")]
    public async Task Message_BeforeAuthentication_IsRefused(string message, int code)
    {
        await StartAsync(Synthetic);
        var socket = await ConnectAsync();
        await socket.ReadAsync();
        await socket.SendAsync(message);
        Assert.That((int)(await socket.ReadControlAsync())["code"]!, Is.EqualTo(code));
    }

    [TestCase("""{"action":"auth","key":"sandbox-key","secret":"sandbox-secret"}""", 403, TestName = "SecondAuthentication")]
    [TestCase("""{"action":"subscribe","trades":["aapl"]}""", 400, TestName = "LowerCaseSymbol")]
    [TestCase("""{"action":"subscribe","trades":"AAPL"}""", 400, TestName = "SymbolsAreNoList")]
    [TestCase("""{"action":"subscribe","orderbooks":["AAPL"]}""", 410, TestName = "ChannelOfAnotherFeed")]
    public async Task Message_AfterAuthentication_IsRefused(string message, int code)
    {
        await StartAsync(Synthetic);
        var socket = await AuthenticatedAsync();
        await socket.SendAsync(message);
        Assert.That((int)(await socket.ReadControlAsync())["code"]!, Is.EqualTo(code));
    }

    [Test]
    public async Task Subscribe_OverTheLimit_LeavesTheSetUnchanged()
    {
        await StartAsync(Synthetic with { SymbolLimit = 2 });
        var socket = await AuthenticatedAsync();
        await socket.AskAsync("""{"action":"subscribe","trades":["A"],"quotes":["A"]}""", "subscription");
        var refusal = await socket.AskAsync("""{"action":"subscribe","trades":["B","C"]}""", "error");
        Assert.That(refusal.ToJsonString(), Is.EqualTo("""{"T":"error","code":405,"msg":"symbol limit exceeded"}"""));
        var response = await socket.AskAsync("""{"action":"subscribe","bars":["B"]}""", "subscription");
        Assert.That((response["trades"]!.ToJsonString(), response["bars"]!.ToJsonString()), Is.EqualTo(("""["A"]""", """["B"]""")));
    }

    [Test]
    public async Task SilentClient_AfterTheDeadline_Gets404AndIsClosed()
    {
        await StartAsync(Synthetic with { AuthTimeout = TimeSpan.FromMilliseconds(100) });
        var socket = await ConnectAsync();
        await socket.ReadAsync();
        Assert.That((int)(await socket.ReadControlAsync())["code"]!, Is.EqualTo(404));
        Assert.That(await socket.ReadBytesAsync(), Is.Null);
    }

    [Test]
    public async Task OtherFeed_IsRefusedWith409_AndUnknownPathWith404()
    {
        await StartAsync(Synthetic);
        var socket = await ConnectAsync("/v2/sip");
        await socket.ReadAsync();
        await socket.SendAsync(Auth);
        Assert.That((int)(await socket.ReadControlAsync())["code"]!, Is.EqualTo(409));
        Assert.That(async () => await ConnectAsync("/v2/nowhere"), Throws.TypeOf<WebSocketException>().With.Message.Contains("404"));
    }

    [Test]
    public async Task SecondConnection_Gets406_UntilTheFirstIsClosed()
    {
        await StartAsync(Synthetic);
        var first = await AuthenticatedAsync();
        var second = await ConnectAsync();
        await second.ReadAsync();
        await second.SendAsync(Auth);
        Assert.That((int)(await second.ReadControlAsync())["code"]!, Is.EqualTo(406));
        await first.CloseAsync();
        await Eventually.HoldsAsync(
            async () =>
            {
                await second.SendAsync(Auth);
                return (await second.ReadControlAsync())["msg"]!.ToString() == "authenticated";
            },
            "a free slot");
    }

    [Test]
    public async Task HeaderCredentials_AuthenticateWithoutAMessage()
    {
        await StartAsync(Synthetic);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("APCA-API-KEY-ID", "sandbox-key");
        socket.Options.SetRequestHeader("APCA-API-SECRET-KEY", "sandbox-secret");
        await socket.ConnectAsync(new Uri(Simulator.SocketAddress, "/v2/iex"), CancellationToken.None);
        var buffer = new byte[200];
        await socket.ReceiveAsync(buffer, CancellationToken.None);
        var length = (await socket.ReceiveAsync(buffer, CancellationToken.None)).Count;
        Assert.That(System.Text.Encoding.UTF8.GetString(buffer, 0, length), Does.Contain("authenticated"));
    }
}
