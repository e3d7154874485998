using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Torghut.Testing;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Universe;

namespace Torghut.Ws.Tests.Universe;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class UniversePollerTests : IDisposable
{
    private const string List = """["AAPL"]""";
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Total = TimeSpan.FromSeconds(10);

    private readonly ElapsingTime _time = new(Attempt, Total);
    private readonly ScriptedHttp _source = new(ScriptedHttp.Body(List));
    private readonly SymbolUniverse _universe = new();
    private readonly HttpClient _http;
    private readonly UniversePoller _poller;

    public UniversePollerTests()
    {
        _http = new HttpClient(_source);
        _poller = Make(new UniverseOptions { SymbolsUrl = new Uri("http://universe.test/symbols") }, _time);
    }

    /// <summary>What SocketsHttpHandler throws after its ConnectTimeout: a cancellation that nobody asked for.</summary>
    private static Func<CancellationToken, Task<HttpResponseMessage>> ConnectTimedOut => _ => throw new TaskCanceledException("", new TimeoutException());

    private static IEnumerable<TestCaseData> PassingFaults() =>
    [
        new TestCaseData(ScriptedHttp.ConnectionRefused()).SetArgDisplayNames("connection refused"),
        new TestCaseData(ConnectTimedOut).SetArgDisplayNames("connection timed out"),
        new TestCaseData(ScriptedHttp.Status(500)).SetArgDisplayNames("500"),
        new TestCaseData(ScriptedHttp.Status(429)).SetArgDisplayNames("429"),
        new TestCaseData(ScriptedHttp.CutBody()).SetArgDisplayNames("cut body"),
        new TestCaseData(ScriptedHttp.Body("<html>")).SetArgDisplayNames("garbage"),
    ];

    [TestCaseSource(nameof(PassingFaults))]
    public async Task Poll_FaultThatPasses_IsRepeatedWithinThePoll(Func<CancellationToken, Task<HttpResponseMessage>> fault)
    {
        _source.Play(fault, fault, ScriptedHttp.Body(List));
        Assert.That(await _poller.PollAsync(CancellationToken.None), Is.True);
        Assert.That((_source.Requests, _time.Waits.Count), Is.EqualTo((3, 2)));
        Assert.That(_time.Waits[0], Is.LessThanOrEqualTo(TimeSpan.FromMilliseconds(200)));
        Assert.That(_time.Waits[1], Is.LessThanOrEqualTo(TimeSpan.FromMilliseconds(400)));
        Assert.That(_universe.Current.Symbols, Is.EqualTo(new[] { "AAPL" }));
    }

    [Test]
    public async Task Poll_SourceHangs_IsAskedAgainWithinTheTotalTime()
    {
        _source.Play(ScriptedHttp.Hang(_time, Attempt), ScriptedHttp.Body(List));
        Assert.That(await _poller.PollAsync(CancellationToken.None), Is.True);
    }

    [Test]
    public async Task Poll_SourceHangsForEver_EndsAfterTenSeconds()
    {
        var began = _time.GetUtcNow();
        _source.Play(ScriptedHttp.Hang(_time, Attempt));
        Assert.That(await _poller.PollAsync(CancellationToken.None), Is.False);
        Assert.That(_time.GetUtcNow() - began, Is.InRange(Total, Total + Attempt));
    }

    [Test]
    public async Task Poll_ConnectionsTimeOut_IsAFailedPollAndNoCancellation()
    {
        _source.Play(ConnectTimedOut);
        Assert.That(await _poller.PollAsync(CancellationToken.None), Is.False);
    }

    [Test]
    public async Task Poll_RetryAfter_IsHonouredUpToTheLongestWait()
    {
        _source.Play(ScriptedHttp.Status(429, retryAfter: 1), ScriptedHttp.Status(503, retryAfter: 3_600), ScriptedHttp.Body(List));
        Assert.That(await _poller.PollAsync(CancellationToken.None), Is.True);
        Assert.That(_time.Waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2) }));
    }

    [TestCase(400)]
    [TestCase(401)]
    [TestCase(403)]
    [TestCase(404)]
    public async Task Poll_StatusThatStays_IsNotRepeated(int status)
    {
        _source.Play(ScriptedHttp.Status(status));
        Assert.That(await _poller.PollAsync(CancellationToken.None), Is.False);
        Assert.That((_source.Requests, _time.Waits.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Poll_SourceAwayForLong_IsAskedOnceAPollAndKeepsTheList()
    {
        await _poller.PollAsync(CancellationToken.None);
        _source.Play(ScriptedHttp.ConnectionRefused());
        for (var poll = 0; poll < 5; poll++)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            Assert.That(await _poller.PollAsync(CancellationToken.None), Is.False);
        }

        Assert.That(_source.Requests, Is.EqualTo(3 + 4));
        Assert.That(_universe.Current.Symbols, Is.EqualTo(new[] { "AAPL" }));

        _source.Play(ScriptedHttp.Body("""["MSFT"]"""));
        Assert.That(await _poller.PollAsync(CancellationToken.None), Is.False, "the circuit is open");
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(await _poller.PollAsync(CancellationToken.None), Is.True);
        Assert.That(_universe.Current.Symbols, Is.EqualTo(new[] { "MSFT" }));
    }

    [Test]
    public void Poll_CancelledDuringAWait_EndsAtOnce()
    {
        using var source = new CancellationTokenSource();
        _time.Frozen = true;
        _time.Waiting = _ => source.Cancel();
        _source.Play(ScriptedHttp.Status(500));
        Assert.That(() => _poller.PollAsync(source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_source.Requests, Is.EqualTo(1));
    }

    /// <summary>The configured list is where to start from while there is no better one, and never replaces one.</summary>
    [TestCase(200, "AAPL")]
    [TestCase(404, "TSLA")]
    public async Task Start_WithAListOfItsOwn_TakesThatOnlyWhenThePollFails(int status, string expected)
    {
        _source.Play(status == 200 ? ScriptedHttp.Body(List) : ScriptedHttp.Status(status));
        using var poller = Make(new UniverseOptions { SymbolsUrl = new Uri("http://universe.test/symbols"), Symbols = ["TSLA"] }, new FakeTimeProvider());
        await poller.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => _source.Requests > 0 && _universe.Current.Version > 0, "a list");
        await poller.StopAsync(CancellationToken.None);
        Assert.That((_universe.Current.Symbols, _universe.Current.Version), Is.EqualTo((new[] { expected }, 1)));
    }

    [Test]
    public async Task Start_WithoutASource_TakesTheConfiguredListAsFiltered()
    {
        using var poller = Make(new UniverseOptions { Symbols = ["TSLA", "AAPL", "TSLA", "MSFT"], Allowlist = ["TSLA", "AAPL"] }, _time);
        await poller.StartAsync(CancellationToken.None);
        await poller.ExecuteTask!;
        Assert.That((_universe.Current.Symbols, _source.Requests), Is.EqualTo((new[] { "AAPL", "TSLA" }, 0)));
    }

    [Test]
    public async Task Start_SourceChangesItsMind_IsFollowedAtThePollInterval()
    {
        var time = new FakeTimeProvider();
        using var poller = Make(
            new UniverseOptions { SymbolsUrl = new Uri("http://universe.test/symbols"), PollInterval = TimeSpan.FromSeconds(30) }, time);
        await poller.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => _universe.Current.Version == 1, "the first list");
        _source.Play(ScriptedHttp.Body("""["MSFT"]"""));
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(30));
                return _universe.Current.Version == 2;
            },
            "the second list");
        Assert.That(_universe.Current.Symbols, Is.EqualTo(new[] { "MSFT" }));
        await poller.StopAsync(CancellationToken.None);
    }

    private UniversePoller Make(UniverseOptions options, TimeProvider time) => new(
        options,
        _universe,
        _http,
        time,
        new WsMetrics(Prometheus.Metrics.NewCustomRegistry(), new TopicNames(new PublishingOptions())),
        NullLogger<UniversePoller>.Instance);

    public void Dispose()
    {
        _poller.Dispose();
        _http.Dispose();
    }
}
