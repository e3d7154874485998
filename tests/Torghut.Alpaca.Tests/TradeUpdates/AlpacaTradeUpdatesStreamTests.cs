using Torghut.Alpaca.Streaming;
using Torghut.Alpaca.Tests.Peers;
using Torghut.Alpaca.TradeUpdates;

namespace Torghut.Alpaca.Tests.TradeUpdates;

public sealed class AlpacaTradeUpdatesStreamTests
{
    private const string Authorized = """{"stream":"authorization","data":{"status":"authorized","action":"authenticate"}}""";
    private const string Listening = """{"stream":"listening","data":{"streams":["trade_updates"]}}""";

    [TestCase(TradeUpdatesAuthForm.Auth, """{"action":"auth","key":"key","secret":"secret"}""")]
    [TestCase(TradeUpdatesAuthForm.Authenticate, """{"action":"authenticate","data":{"key_id":"key","secret_key":"secret"}}""")]
    public async Task ConnectAsync_EitherForm_WaitsForBothAnswers(TradeUpdatesAuthForm form, string auth)
    {
        var received = new List<string>();
        await using var peer = await ServeAsync(async script =>
        {
            received.Add(await script.ReceiveTextAsync());
            await script.SayAsync(Authorized, binary: true);
            received.Add(await script.ReceiveTextAsync());
            await script.SayAsync(Listening, binary: true);
            await script.SayAsync("not json", binary: true);
            await script.SayAsync("""{"action":"error","data":{"error_message":"internal server error"}}""", binary: true);
            await script.StayAsync();
        });
        await using var stream = Stream(peer, form);
        await stream.ConnectAsync(CancellationToken.None);

        Assert.That(stream.State, Is.EqualTo(AlpacaStreamState.Subscribed));
        Assert.That(received, Is.EqualTo(new[] { auth, """{"action":"listen","data":{"streams":["trade_updates"]}}""" }));
        Assert.That((await stream.ReceiveAsync(CancellationToken.None)).Kind, Is.EqualTo(TradeUpdateFrameKind.Rejected));
        Assert.That(
            (await Failure.OfAsync<AlpacaStreamException>(() => stream.ReceiveAsync(CancellationToken.None))).Kind,
            Is.EqualTo(AlpacaStreamErrorKind.ServerError));
    }

    [TestCase("unauthorized", AlpacaStreamErrorKind.Authentication, false)]
    [TestCase("exceeded", AlpacaStreamErrorKind.ConnectionLimit, true)]
    public async Task ConnectAsync_Refused_IsClassified(string status, AlpacaStreamErrorKind kind, bool transient)
    {
        await using var peer = await ServeAsync(async script =>
        {
            await script.ReceiveTextAsync();
            await script.SayAsync(Authorized.Replace("\"authorized\"", $"\"{status}\"", StringComparison.Ordinal));
            await script.StayAsync();
        });
        await using var stream = Stream(peer);
        var failure = await Failure.OfAsync<AlpacaStreamException>(() => stream.ConnectAsync(CancellationToken.None));

        Assert.That((failure.Kind, failure.IsTransient), Is.EqualTo((kind, transient)));
    }

    [Test]
    public async Task ConnectAsync_StreamNotOffered_IsRefused()
    {
        await using var peer = await ServeAsync(async script =>
        {
            await script.ReceiveTextAsync();
            await script.SayAsync(Authorized);
            await script.ReceiveTextAsync();
            await script.SayAsync("""{"stream":"listening","data":{"streams":[]}}""");
            await script.StayAsync();
        });
        await using var stream = Stream(peer);

        Assert.That(
            (await Failure.OfAsync<AlpacaStreamException>(() => stream.ConnectAsync(CancellationToken.None))).Kind,
            Is.EqualTo(AlpacaStreamErrorKind.InsufficientSubscription));
    }

    private static Task<ScriptedPeer> ServeAsync(Func<SocketScript, Task> play) =>
        ScriptedPeer.StartAsync(context => SocketScript.RunAsync(context, play));

    private static AlpacaTradeUpdatesStream Stream(ScriptedPeer peer, TradeUpdatesAuthForm form = TradeUpdatesAuthForm.Auth) => new(
        new AlpacaStreamOptions { Address = new Uri(peer.SocketAddress, "stream"), Credentials = new AlpacaCredentials("key", "secret") },
        TimeProvider.System,
        form);
}
