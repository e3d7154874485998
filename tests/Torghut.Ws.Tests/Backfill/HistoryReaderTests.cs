using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Alpaca;
using Torghut.Alpaca.Data;
using Torghut.Testing;
using Torghut.Ws.Backfill;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Stream;

namespace Torghut.Ws.Tests.Backfill;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HistoryReaderTests : IDisposable
{
    private const string Page = """{"trades":{"AAPL":[{"t":"2026-04-06T15:54:26Z","x":"V","p":1,"s":1,"c":["@"],"i":7,"z":"C"}]},"next_page_token":null}""";
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(11);

    private readonly ElapsingTime _time = new(RequestTimeout);
    private readonly ScriptedHttp _broker = new(ScriptedHttp.Body(Page));
    private readonly HttpClient _http;
    private readonly AlpacaDataClient _client;
    private readonly List<long> _taken = [];

    public HistoryReaderTests()
    {
        _http = new HttpClient(_broker);
        _client = new AlpacaDataClient(
            _http,
            new AlpacaRestOptions
            {
                BaseAddress = new Uri("http://data.test"),
                Credentials = new AlpacaCredentials("key", "secret"),
                RequestTimeout = RequestTimeout,
            },
            _time);
    }

    private static IEnumerable<TestCaseData> PassingFaults() =>
    [
        new TestCaseData(ScriptedHttp.ConnectionRefused()).SetArgDisplayNames("connection refused"),
        new TestCaseData(ScriptedHttp.Status(500)).SetArgDisplayNames("500"),
        new TestCaseData(ScriptedHttp.Status(429)).SetArgDisplayNames("429"),
        new TestCaseData(ScriptedHttp.CutBody()).SetArgDisplayNames("cut body"),
        new TestCaseData(ScriptedHttp.Body("<html>")).SetArgDisplayNames("garbage"),
    ];

    [TestCaseSource(nameof(PassingFaults))]
    public async Task Read_FaultThatPasses_IsRepeated(Func<CancellationToken, Task<HttpResponseMessage>> fault)
    {
        _broker.Play(fault, fault, ScriptedHttp.Body(Page));
        Assert.That(await ReadAsync(Reader()), Is.True);
        Assert.That(_broker.Requests, Is.EqualTo(3));

        // Of the two waits, drawn from nothing to half a second and to a second, one of less than a millisecond is none.
        Assert.That(_time.Waits, Has.Count.LessThanOrEqualTo(2).And.All.LessThanOrEqualTo(TimeSpan.FromMilliseconds(1_000)));
        Assert.That(_taken, Is.EqualTo(new[] { 7 }));
    }

    [Test]
    public async Task Read_RequestHangs_IsRepeatedAfterItsTime()
    {
        _broker.Play(ScriptedHttp.Hang(_time, RequestTimeout), ScriptedHttp.Body(Page));
        Assert.That(await ReadAsync(Reader()), Is.True);
    }

    [Test]
    public async Task Read_RateLimited_WaitsForTheResetUpToTheLongestDelay()
    {
        _broker.Play(ScriptedHttp.Status(429, retryAfter: 12), ScriptedHttp.Status(429, retryAfter: 3_600), ScriptedHttp.Body(Page));
        Assert.That(await ReadAsync(Reader()), Is.True);
        Assert.That(_time.Waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(30) }));
    }

    [TestCase(400)]
    [TestCase(401)]
    [TestCase(403)]
    [TestCase(404)]
    public async Task Read_StatusThatStays_IsGivenUpAtOnce(int status)
    {
        _broker.Play(ScriptedHttp.Status(status));
        Assert.That(await ReadAsync(Reader()), Is.False);
        Assert.That((_broker.Requests, _time.Waits.Count), Is.EqualTo((1, 0)));
    }

    [TestCase(1)]
    [TestCase(4)]
    public async Task Read_FaultThatStays_IsGivenUpAfterTheConfiguredAttempts(int attempts)
    {
        _broker.Play(ScriptedHttp.Status(500));
        Assert.That(await ReadAsync(Reader(attempts)), Is.False);
        Assert.That(_broker.Requests, Is.EqualTo(attempts));
    }

    [Test]
    public async Task Read_HistoryAwayForLong_AsksOnceABreakAndGoesOnWhenItIsBack()
    {
        var reader = Reader(attempts: 100);
        var down = Enumerable.Repeat(ScriptedHttp.ConnectionRefused(), 10);
        _broker.Play([.. down, ScriptedHttp.Body(Page)]);
        var began = _time.GetUtcNow();
        Assert.That(await ReadAsync(reader), Is.True);
        Assert.That(_broker.Requests, Is.EqualTo(11));

        // Five failures open the circuit; each of the five others, and the answer, come a break later.
        Assert.That(_time.GetUtcNow() - began, Is.GreaterThanOrEqualTo(6 * TimeSpan.FromSeconds(10)));

        _broker.Play(ScriptedHttp.Status(500), ScriptedHttp.Body(Page));
        Assert.That(await ReadAsync(reader), Is.True, "closed: failures are repeated as usual");
        Assert.That(_broker.Requests, Is.EqualTo(2));
    }

    [Test]
    public void Read_CancelledDuringAWait_EndsAtOnce()
    {
        using var source = new CancellationTokenSource();
        _time.Frozen = true;
        _time.Waiting = _ => source.Cancel();
        _broker.Play(ScriptedHttp.Status(500));
        Assert.That(() => ReadAsync(Reader(), source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_broker.Requests, Is.EqualTo(1));
    }

    public void Dispose() => _http.Dispose();

    private HistoryReader Reader(int attempts = 8)
    {
        var metrics = new WsMetrics(Prometheus.Metrics.NewCustomRegistry(), new TopicNames(new PublishingOptions()));
        return new HistoryReader(
            new BackfillOptions { MaxAttempts = attempts },
            new StreamOptions(),
            _client,
            new RejectionLog(metrics, _time, NullLogger<RejectionLog>.Instance),
            metrics,
            _time,
            NullLogger<HistoryReader>.Instance);
    }

    private Task<bool> ReadAsync(HistoryReader reader, CancellationToken cancellationToken = default) => reader.TradesAsync(
        ["AAPL"],
        _time.GetUtcNow(),
        _time.GetUtcNow(),
        trade =>
        {
            _taken.Add((long)trade.Id);
            return Task.CompletedTask;
        },
        cancellationToken);
}
