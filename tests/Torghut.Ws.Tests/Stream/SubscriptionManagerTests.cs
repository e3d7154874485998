using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Alpaca;
using Torghut.Alpaca.Parsing;
using Torghut.Alpaca.Streaming;
using Torghut.Alpaca.Tests.Peers;
using Torghut.Testing;
using Torghut.Ws.Backfill;
using Torghut.Ws.Health;
using Torghut.Ws.Stream;
using Torghut.Ws.Tests.Support;
using Torghut.Ws.Universe;

namespace Torghut.Ws.Tests.Stream;

/// <summary>What is asked of the server, and when its answers count as a subscription. The server is a script on this machine.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SubscriptionManagerTests : IAsyncDisposable
{
    private const string Everything = """[{"T":"subscription","trades":["AAPL","MSFT"],"quotes":["AAPL","MSFT"]}]""";
    private const string QuotesOfOne = """[{"T":"subscription","trades":["AAPL","MSFT"],"quotes":["AAPL"]}]""";
    private const string TradesOnly = """[{"T":"subscription","trades":["AAPL","MSFT"],"quotes":[]}]""";
    private const string Nothing = """[{"T":"subscription","trades":[],"quotes":[]}]""";

    private readonly ConcurrentQueue<string> _asked = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly SymbolUniverse _universe = new();
    private readonly Gate _gate = new();
    private readonly PublishingStage _stage = new();
    private readonly StartedPublisher _start = new(TimeProvider.System);
    private readonly GapTracker _gaps = new(new BackfillOptions(), TimeProvider.System);
    private readonly StreamOptions _options = new() { MarketDataChannels = ["trades", "quotes"], ReconnectMax = TimeSpan.FromHours(1) };
    private ScriptedPeer? _peer;
    private AlpacaMarketDataStream? _stream;
    private SubscriptionManager _manager = null!;
    private Task _receiving = Task.CompletedTask;
    private Task _running = Task.CompletedTask;

    [Test]
    public async Task Run_EveryChannelConfirmed_OpensTheGateAndEndsTheGap()
    {
        await BeginAsync(Everything);
        await Eventually.HoldsAsync(() => _gate.State.Holds, "the gate is open");
        Assert.That(_manager.WasComplete, Is.True);
        var gap = await _gaps.NextAsync(CancellationToken.None);
        Assert.That(gap.Symbols, Is.EqualTo(new[] { "AAPL", "MSFT" }));
        Assert.That(_asked, Is.EqualTo(new[] { """{"action":"subscribe","trades":["AAPL","MSFT"],"quotes":["AAPL","MSFT"]}""" }));
    }

    /// <summary>A symbol whose quotes are not confirmed brings no quotes, whatever is said of its trades.</summary>
    [TestCase(QuotesOfOne, "MSFT")]
    [TestCase(TradesOnly, "AAPL,MSFT")]
    [TestCase(Nothing, "AAPL,MSFT")]
    public async Task Run_SomeChannelsConfirmed_KeepsTheGateShutAndAsksAgainForTheRest(string confirmed, string owed)
    {
        _options.ReconnectMax = TimeSpan.FromMilliseconds(20);
        await BeginAsync(confirmed, Everything);
        await Eventually.HoldsAsync(() => _asked.Count > 1 || _gate.State.Holds, "another request");
        var symbols = string.Join(',', owed.Split(',').Select(symbol => $"\"{symbol}\""));
        Assert.That(_asked.ElementAt(1), Is.EqualTo($$"""{"action":"subscribe","trades":[{{symbols}}],"quotes":[{{symbols}}]}"""));
        await Eventually.HoldsAsync(() => _gate.State.Holds, "the gate is open");
    }

    [Test]
    public async Task Run_UniverseChanges_SendsTheDifferenceAndFirstWhatGoes()
    {
        await BeginAsync(Everything, """[{"T":"subscription","trades":["AAPL"],"quotes":["AAPL"]}]""",
            """[{"T":"subscription","trades":["AAPL","TSLA"],"quotes":["AAPL","TSLA"]}]""");
        await Eventually.HoldsAsync(() => _gate.State.Holds, "the gate is open");
        _universe.Set(["AAPL", "TSLA"]);
        await Eventually.HoldsAsync(() => _asked.Count == 3, "the difference");
        Assert.That(_asked.Skip(1), Is.EqualTo(new[]
        {
            """{"action":"unsubscribe","trades":["MSFT"],"quotes":["MSFT"]}""", """{"action":"subscribe","trades":["TSLA"],"quotes":["TSLA"]}""",
        }));
    }

    [Test]
    public async Task Run_ManySymbols_AreAskedForInBatches()
    {
        _options.SubscribeBatchSize = 1;
        await BeginAsync(QuotesOfOne, Everything);
        await Eventually.HoldsAsync(() => _gate.State.Holds, "the gate is open");
        Assert.That(_asked, Is.EqualTo(new[]
        {
            """{"action":"subscribe","trades":["AAPL"],"quotes":["AAPL"]}""", """{"action":"subscribe","trades":["MSFT"],"quotes":["MSFT"]}""",
        }));
    }

    /// <summary>These refuse one change; what was subscribed before keeps flowing.</summary>
    [TestCase(405, "alpaca_symbol_limit", "alpaca_405")]
    [TestCase(400, "unknown", "alpaca_400")]
    [TestCase(410, "unknown", "alpaca_410")]
    public async Task Observe_ChangeRefused_ShutsTheGateAndLeavesTheSession(int code, string errorClass, string reason)
    {
        await _start.StartAsync();
        await BeginAsync(Error(code));
        await Eventually.HoldsAsync(() => _start.Producer.Taken > 0 || _receiving.IsCompleted, "the refusal is told, or the session has ended");
        Assert.That(_gate.State, Is.EqualTo((false, errorClass)));
        Assert.That((_receiving.IsCompleted, _running.IsCompleted), Is.EqualTo((false, false)));
        var status = _start.Producer.Sent.Single().Read(Torghut.Contracts.Codecs.RecordCodecs.ForwarderStatus);
        Assert.That((status.Status, status.Reason, status.ErrorClass), Is.EqualTo(("error", reason, errorClass)));
    }

    [TestCase(402)]
    [TestCase(406)]
    [TestCase(407)]
    [TestCase(500)]
    public async Task Observe_AnyOtherError_EndsTheSession(int code)
    {
        await BeginAsync(Error(code));
        var ended = await Task.WhenAny(_receiving, Task.Delay(TimeSpan.FromSeconds(60), TimeProvider.System));
        Assert.That(ended.Exception?.InnerException, Is.TypeOf<AlpacaStreamException>().With.Property(nameof(AlpacaStreamException.Code)).EqualTo(code));
        Assert.That(_gate.State.Holds, Is.False);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_receiving, _running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_stream is not null)
        {
            await _stream.DisposeAsync();
        }

        if (_peer is not null)
        {
            await _peer.DisposeAsync();
        }

        _gaps.Dispose();
        _stage.Dispose();
        _start.Dispose();
        _ending.Dispose();
    }

    private static string Error(int code) => $$"""[{"T":"error","code":{{code}},"msg":"no"}]""";

    /// <summary>A session whose server answers each request with the next of these, and the last of them from then on.</summary>
    private async Task BeginAsync(params string[] responses)
    {
        _peer = await ScriptedPeer.StartAsync(context => SocketScript.RunAsync(context, async script =>
        {
            await script.SayAsync("""[{"T":"success","msg":"connected"}]""");
            await script.ReceiveTextAsync();
            await script.SayAsync("""[{"T":"success","msg":"authenticated"}]""");
            for (var i = 0; ; i++)
            {
                var request = await script.ReceiveTextAsync();
                if (request.Length == 0)
                {
                    return;
                }

                _asked.Enqueue(request);
                await script.SayAsync(responses[Math.Min(i, responses.Length - 1)]);
            }
        }));
        _stream = new AlpacaMarketDataStream(
            new AlpacaStreamOptions { Address = _peer.SocketAddress, Credentials = new AlpacaCredentials("key", "secret") }, TimeProvider.System);
        await _stream.ConnectAsync(CancellationToken.None);
        _universe.Set(["AAPL", "MSFT"]);
        _manager = new SubscriptionManager(
            _options, _universe, _stream, _start.Status, _gate, _gaps, _start.Metrics, TimeProvider.System, NullLogger.Instance);
        _receiving = ReceiveAsync();
        _running = _manager.RunAsync(_ending.Token);
    }

    private async Task ReceiveAsync()
    {
        var parser = new MarketDataFrameParser();
        while (true)
        {
            parser.Parse((await _stream!.ReceiveAsync(_ending.Token)).Span, _stage.Messages);
            while (_stage.Messages.Controls.TryDequeue(out var control))
            {
                _manager.Observe(control);
            }
        }
    }
}
