using System.Text;
using Torghut.Alpaca.Streaming;
using Torghut.Alpaca.Tests.Parsing;
using Torghut.Alpaca.Tests.Peers;

namespace Torghut.Alpaca.Tests.Streaming;

public sealed class AlpacaMarketDataStreamTests
{
    private const string Authenticated = """[{"T":"success","msg":"authenticated"}]""";

    [Test]
    public async Task Session_HappyPath_GoesThroughEveryState()
    {
        var received = new List<string>();
        await using var peer = await ServeAsync(async script =>
        {
            await script.SayAsync(SampleFrames.Connected);
            received.Add(await script.ReceiveTextAsync());
            await script.SayAsync(Authenticated);
            received.Add(await script.ReceiveTextAsync());
            received.Add(await script.ReceiveTextAsync());
            await script.SayAsync(SampleFrames.Subscription);
            await script.SayAsync(SampleFrames.Subscription);
            await script.SayAsync(SampleFrames.TradeAndQuote, binary: true);
            await script.StayAsync();
        });
        await using var stream = Stream(peer);
        await stream.ConnectAsync(CancellationToken.None);
        Assert.That(stream.State, Is.EqualTo(AlpacaStreamState.Authenticated));

        await stream.SubscribeAsync(["trades", "quotes"], ["AAPL", "AMD", "MSFT"], 2, CancellationToken.None);
        Assert.That(stream.AwaitedResponses, Is.EqualTo(2));
        for (var response = 0; response < 2; response++)
        {
            var control = RecordingHandler.Read((await stream.ReceiveAsync(CancellationToken.None)).Span).Single<ControlMessage>();
            Assert.That(stream.Observe(control), Is.Null);
        }

        Assert.That((stream.State, stream.AwaitedResponses), Is.EqualTo((AlpacaStreamState.Subscribed, 0)));
        Assert.That(stream.Subscriptions["trades"], Is.EqualTo(new[] { "AAPL" }));
        Assert.That(RecordingHandler.Read((await stream.ReceiveAsync(CancellationToken.None)).Span).Messages, Has.Count.EqualTo(2));
        Assert.That(received, Is.EqualTo(new[]
        {
            """{"action":"auth","key":"key","secret":"secret"}""",
            """{"action":"subscribe","trades":["AAPL","AMD"],"quotes":["AAPL","AMD"]}""",
            """{"action":"subscribe","trades":["MSFT"],"quotes":["MSFT"]}""",
        }));
    }

    [TestCase(401, AlpacaStreamErrorKind.Authentication, true)]
    [TestCase(402, AlpacaStreamErrorKind.Authentication, false)]
    [TestCase(403, AlpacaStreamErrorKind.Authentication, true)]
    [TestCase(404, AlpacaStreamErrorKind.Authentication, true)]
    [TestCase(405, AlpacaStreamErrorKind.SymbolLimit, false)]
    [TestCase(406, AlpacaStreamErrorKind.ConnectionLimit, true)]
    [TestCase(407, AlpacaStreamErrorKind.SlowClient, true)]
    [TestCase(409, AlpacaStreamErrorKind.InsufficientSubscription, false)]
    [TestCase(410, AlpacaStreamErrorKind.InvalidChannel, false)]
    [TestCase(500, AlpacaStreamErrorKind.ServerError, true)]
    [TestCase(499, AlpacaStreamErrorKind.Unknown, true)]
    public async Task ConnectAsync_ErrorToAuth_IsClassified(int code, AlpacaStreamErrorKind kind, bool transient)
    {
        await using var peer = await ServeAsync(async script =>
        {
            await script.SayAsync(SampleFrames.Connected);
            await script.ReceiveTextAsync();
            await script.SayAsync($$"""[{"T":"error","code":{{code}},"msg":"no"}]""");
            await script.StayAsync();
        });
        await using var stream = Stream(peer);
        var failure = await FailureAsync(() => stream.ConnectAsync(CancellationToken.None));

        Assert.That((failure.Kind, failure.Code, failure.IsTransient), Is.EqualTo((kind, (int?)code, transient)));
    }

    [TestCase(401, AlpacaStreamErrorKind.Authentication, false)]
    [TestCase(404, AlpacaStreamErrorKind.Refused, false)]
    [TestCase(406, AlpacaStreamErrorKind.ConnectionLimit, true)]
    [TestCase(429, AlpacaStreamErrorKind.RateLimited, true)]
    [TestCase(503, AlpacaStreamErrorKind.ServerError, true)]
    public async Task ConnectAsync_RefusedHandshake_IsClassified(int status, AlpacaStreamErrorKind kind, bool transient)
    {
        await using var peer = await ScriptedPeer.StartAsync(status, "no");
        await using var stream = Stream(peer);
        var failure = await FailureAsync(() => stream.ConnectAsync(CancellationToken.None));

        Assert.That((failure.Kind, failure.HttpStatus, failure.IsTransient), Is.EqualTo((kind, (int?)status, transient)));
    }

    [Test]
    public async Task ConnectAsync_SilentServer_TimesOut()
    {
        await using var peer = await ServeAsync(script => script.StayAsync());
        await using var stream = Stream(peer, answerTimeout: TimeSpan.FromMilliseconds(200));

        Assert.That((await FailureAsync(() => stream.ConnectAsync(CancellationToken.None))).Kind, Is.EqualTo(AlpacaStreamErrorKind.TimedOut));
    }

    [Test]
    public async Task ReceiveAsync_GoodbyeOrCut_IsALostConnection([Values] bool goodbye)
    {
        await using var peer = await ServeAsync(async script =>
        {
            await WelcomeAsync(script);
            await script.ReceiveTextAsync();
            if (goodbye)
            {
                await script.GoodbyeAsync();
                await script.StayAsync();
            }
            else
            {
                await script.SayPartAsync("[{\"T\""u8.ToArray(), last: false);
                script.Cut();
            }
        });
        await using var stream = Stream(peer);
        await stream.ConnectAsync(CancellationToken.None);
        await stream.SubscribeAsync(["trades"], ["AAPL"], 1, CancellationToken.None);
        var failure = await FailureAsync(async () => await stream.ReceiveAsync(CancellationToken.None));

        Assert.That((failure.Kind, failure.IsTransient), Is.EqualTo((AlpacaStreamErrorKind.Disconnected, true)));
    }

    [Test]
    public async Task ReceiveAsync_FragmentedLargeFrame_ArrivesWhole()
    {
        var expected = Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat("1", 100_000)) + "]");
        await using var peer = await ServeAsync(async script =>
        {
            await WelcomeAsync(script);
            foreach (var part in expected.Chunk(10_000))
            {
                await script.SayPartAsync(part, part.Length < 10_000);
            }

            await script.StayAsync();
        });
        await using var stream = Stream(peer);
        await stream.ConnectAsync(CancellationToken.None);

        Assert.That((await stream.ReceiveAsync(CancellationToken.None)).ToArray(), Is.EqualTo(expected));
    }

    [Test]
    public async Task ReceiveAsync_FrameBeyondTheLimit_IsRefused()
    {
        await using var peer = await ServeAsync(async script =>
        {
            await WelcomeAsync(script);
            await script.SayAsync(new string('x', 2_000_000));
            await script.StayAsync();
        });
        await using var stream = Stream(peer);
        await stream.ConnectAsync(CancellationToken.None);

        Assert.That(
            (await FailureAsync(async () => await stream.ReceiveAsync(CancellationToken.None))).Kind,
            Is.EqualTo(AlpacaStreamErrorKind.FrameTooLarge));
    }

    [Test]
    public async Task SubscribeAsync_BeforeAuthentication_IsMisuse()
    {
        await using var peer = await ServeAsync(script => script.StayAsync());
        await using var stream = Stream(peer);

        await Failure.OfAsync<InvalidOperationException>(() => stream.SubscribeAsync(["trades"], ["AAPL"], 10, CancellationToken.None));
    }

    private static async Task WelcomeAsync(SocketScript script)
    {
        await script.SayAsync(SampleFrames.Connected);
        await script.ReceiveTextAsync();
        await script.SayAsync(Authenticated);
    }

    private static Task<ScriptedPeer> ServeAsync(Func<SocketScript, Task> play) =>
        ScriptedPeer.StartAsync(context => SocketScript.RunAsync(context, play));

    private static AlpacaMarketDataStream Stream(ScriptedPeer peer, TimeSpan? answerTimeout = null) => new(
        new AlpacaStreamOptions
        {
            Address = new Uri(peer.SocketAddress, "v2/iex"),
            Credentials = new AlpacaCredentials("key", "secret"),
            ResponseTimeout = answerTimeout ?? TimeSpan.FromSeconds(10),
            MaxFrameBytes = 1_000_000,
        },
        TimeProvider.System);

    private static Task<AlpacaStreamException> FailureAsync(Func<Task> call) => Failure.OfAsync<AlpacaStreamException>(call);
}
