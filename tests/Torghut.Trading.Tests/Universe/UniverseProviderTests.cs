using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Testing;
using Torghut.Trading.Universe;

namespace Torghut.Trading.Tests.Universe;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class UniverseProviderTests : IDisposable
{
    private const string List = """["AAPL"]""";
    private static readonly UniverseOptions Options = new()
    {
        Source = UniverseSource.Jangar,
        Address = new Uri("http://universe.test/symbols"),
        Refresh = TimeSpan.FromSeconds(30),
        Cache = TimeSpan.FromMinutes(5),
        Timeout = TimeSpan.FromSeconds(5),
    };

    private readonly ElapsingTime _time = new(Options.Timeout, Options.Timeout / 2);
    private readonly ScriptedHttp _source = new(ScriptedHttp.Body(List));
    private readonly HttpClient _http;
    private readonly UniverseProvider _universe;

    public UniverseProviderTests()
    {
        _http = new HttpClient(_source);
        _universe = new UniverseProvider(Options, _http, _time, NullLogger<UniverseProvider>.Instance);
    }

    private static IEnumerable<TestCaseData> PassingFaults() =>
    [
        new TestCaseData(ScriptedHttp.ConnectionRefused()).SetArgDisplayNames("connection refused"),
        new TestCaseData(ScriptedHttp.Status(500)).SetArgDisplayNames("500"),
        new TestCaseData(ScriptedHttp.Status(429)).SetArgDisplayNames("429"),
        new TestCaseData(ScriptedHttp.CutBody()).SetArgDisplayNames("cut body"),
        new TestCaseData(ScriptedHttp.Body("<html>")).SetArgDisplayNames("garbage"),
    ];

    [Test]
    public async Task Get_SourceFails_LastGoodUntilTheCacheEndsThenNothing()
    {
        Assert.That((await GetAsync()).Symbols, Is.EqualTo(new[] { "AAPL" }));
        _source.Play(ScriptedHttp.Status(502));
        _time.Advance(TimeSpan.FromMinutes(4));
        var cached = await GetAsync();
        Assert.That((cached.Known, cached.Fault is not null), Is.EqualTo((true, true)));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.That((await GetAsync()).Known, Is.False, "fail-safe");
        _source.Play(ScriptedHttp.Body(List));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.That((await GetAsync()).Known, Is.True);
    }

    [Test]
    public async Task Get_FailsFromTheStart_NothingIsKnown()
    {
        _source.Play(ScriptedHttp.Status(502));
        Assert.That((await GetAsync()).Known, Is.False);
    }

    [TestCaseSource(nameof(PassingFaults))]
    public async Task Get_FaultThatPasses_IsRepeatedOnce(Func<CancellationToken, Task<HttpResponseMessage>> fault)
    {
        _source.Play(fault, ScriptedHttp.Body(List));
        Assert.That((await GetAsync()).Fault, Is.Null);
        Assert.That((_source.Requests, _time.Waits.Count), Is.EqualTo((2, 1)));
        Assert.That(_time.Waits[0], Is.LessThanOrEqualTo(TimeSpan.FromMilliseconds(100)));
    }

    [Test]
    public async Task Get_SourceHangs_IsAskedAgainWithinTheConfiguredTime()
    {
        _source.Play(ScriptedHttp.Hang(_time, Options.Timeout / 2), ScriptedHttp.Body(List));
        Assert.That((await GetAsync()).Fault, Is.Null);
    }

    [Test]
    public async Task Get_SourceHangsForEver_TimesOutAndLeavesTheNextTicksAlone()
    {
        _source.Play(ScriptedHttp.Hang(_time, Options.Timeout / 2));
        Assert.That((await GetAsync()).Fault, Is.EqualTo("timed out"));
        var requests = _source.Requests;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await GetAsync()).Fault, Is.EqualTo("timed out"), "the cause stays visible");
        Assert.That(_source.Requests, Is.EqualTo(requests));
    }

    [Test]
    public async Task Get_RetryAfter_IsHonouredUpToASecond()
    {
        _source.Play(ScriptedHttp.Status(429, retryAfter: 3_600), ScriptedHttp.Body(List));
        Assert.That((await GetAsync()).Fault, Is.Null);
        Assert.That(_time.Waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(1) }));
    }

    [TestCase(400)]
    [TestCase(401)]
    [TestCase(403)]
    [TestCase(404)]
    public async Task Get_StatusThatStays_IsNotRepeated(int status)
    {
        _source.Play(ScriptedHttp.Status(status));
        Assert.That((await GetAsync()).Fault, Is.Not.Null);
        Assert.That((_source.Requests, _time.Waits.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Get_SourceAwayForLong_CostsOneAttemptATry()
    {
        _source.Play(ScriptedHttp.ConnectionRefused());
        await GetAsync();
        var before = _source.Requests;
        for (var tick = 1; tick <= 4; tick++)
        {
            _time.Advance(TimeSpan.FromSeconds(6));
            await GetAsync();
            Assert.That(_source.Requests, Is.EqualTo(before + tick));
        }

        _source.Play(ScriptedHttp.Body(List));
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.That((await GetAsync()).Known, Is.True);
    }

    [Test]
    public void Get_CancelledDuringAWait_EndsAtOnce()
    {
        using var source = new CancellationTokenSource();
        _time.Frozen = true;
        _time.Waiting = _ => source.Cancel();
        _source.Play(ScriptedHttp.Status(500));
        Assert.That(() => _universe.GetAsync(source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_source.Requests, Is.EqualTo(1));
    }

    public void Dispose() => _http.Dispose();

    private Task<UniverseView> GetAsync() => _universe.GetAsync(CancellationToken.None);
}
