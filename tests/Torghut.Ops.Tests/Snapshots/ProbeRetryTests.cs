using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Snapshots.Probes;
using Torghut.Testing;

namespace Torghut.Ops.Tests.Snapshots;

/// <summary>A probe of a service over HTTP, when the service fails in all ways that it can.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ProbeRetryTests : IDisposable
{
    private const string Status = """{"mode":"paper"}""";
    private static readonly SnapshotOptions Options = new();

    private readonly ElapsingTime _time = new(Options.ProbeTimeout);
    private readonly ScriptedHttp _trading = new(ScriptedHttp.Body(Status));
    private readonly HttpClient _http;
    private readonly Probe _probe;
    private readonly Probe _ready;
    private readonly ProbeRunner _runner;

    public ProbeRetryTests()
    {
        _http = new HttpClient(_trading);
        var probes = new HttpProbes(new TargetOptions { Trading = new Uri("http://trading.test") }, _http, _time);
        _probe = probes.TradingStatus();
        _ready = probes.Readiness().First();
        _runner = new ProbeRunner(_time, Options, NullLogger<ProbeRunner>.Instance);
    }

    private static IEnumerable<TestCaseData> PassingFaults() =>
    [
        new TestCaseData(ScriptedHttp.ConnectionRefused()).SetArgDisplayNames("connection refused"),
        new TestCaseData(ScriptedHttp.Status(500)).SetArgDisplayNames("500"),
        new TestCaseData(ScriptedHttp.Status(503)).SetArgDisplayNames("503"),
        new TestCaseData(ScriptedHttp.Status(429)).SetArgDisplayNames("429"),
        new TestCaseData(ScriptedHttp.CutBody()).SetArgDisplayNames("cut body"),
    ];

    [TestCaseSource(nameof(PassingFaults))]
    public async Task Run_FaultThatPasses_IsLookedAtTwice(Func<CancellationToken, Task<HttpResponseMessage>> fault)
    {
        _trading.Play(fault, ScriptedHttp.Body(Status));
        var fact = await RunAsync(_probe);
        Assert.That((fact.Ok, fact.Text("mode"), _trading.Requests), Is.EqualTo((true, "paper", 2)));
        // Full jitter may choose no wait at all.
        Assert.That(_time.Waits, Is.All.LessThanOrEqualTo(TimeSpan.FromMilliseconds(100)));
    }

    [Test]
    public async Task Run_FaultThatStays_TellsItAfterTwoAttempts()
    {
        _trading.Play(ScriptedHttp.Status(500));
        var fact = await RunAsync(_probe);
        Assert.That((fact.Ok, fact.Detail, _trading.Requests), Is.EqualTo((false, "http: 500 from /trading/status", 2)));
    }

    [TestCase(400)]
    [TestCase(401)]
    [TestCase(403)]
    [TestCase(404)]
    public async Task Run_StatusThatStays_IsNotRepeated(int status)
    {
        _trading.Play(ScriptedHttp.Status(status));
        Assert.That((await RunAsync(_probe)).Detail, Is.EqualTo($"http: {status} from /trading/status"));
        Assert.That(_trading.Requests, Is.EqualTo(1));
    }

    [Test]
    public async Task Run_Garbage_IsAFactAndNotRepeated()
    {
        _trading.Play(ScriptedHttp.Body("<html>"));
        Assert.That((await RunAsync(_probe)).Detail, Is.EqualTo("http: /trading/status answered no JSON"));
        Assert.That(_trading.Requests, Is.EqualTo(1));
    }

    [Test]
    public async Task Run_NotReady_IsAnAnswer()
    {
        _trading.Play(ScriptedHttp.Status(503));
        Assert.That((await RunAsync(_ready)).Detail, Is.EqualTo("http: /readyz answered no JSON"));
        Assert.That(_trading.Requests, Is.EqualTo(1));
    }

    [Test]
    public async Task Run_Hang_EndsAtTheProbesTime()
    {
        _trading.Play(ScriptedHttp.Hang(_time, Options.ProbeTimeout));
        Assert.That((await RunAsync(_probe)).Detail, Is.EqualTo("no answer within 3000 ms"));
    }

    [Test]
    public async Task Run_RetryAfter_IsHonouredUpToHalfASecond()
    {
        _trading.Play(ScriptedHttp.Status(429, retryAfter: 60), ScriptedHttp.Body(Status));
        Assert.That((await RunAsync(_probe)).Ok, Is.True);
        Assert.That(_time.Waits, Is.EqualTo(new[] { TimeSpan.FromMilliseconds(500) }));
    }

    [Test]
    public async Task Run_ComponentAwayForLong_IsLeftAloneForAMomentAndSaysWhy()
    {
        _trading.Play(ScriptedHttp.Status(500));
        Fact fact;
        do
        {
            fact = await RunAsync(_probe);
        }
        while (!fact.Detail!.EndsWith("not asked again yet", StringComparison.Ordinal));

        Assert.That((fact.Ok, fact.Detail, _trading.Requests), Is.EqualTo((false, "http: 500 from /trading/status; not asked again yet", 20)));

        _trading.Play(ScriptedHttp.Body(Status));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.That((await RunAsync(_probe)).Ok, Is.True);
    }

    [Test]
    public void Run_CancelledDuringAWait_EndsAtOnce()
    {
        using var source = new CancellationTokenSource();
        _time.Frozen = true;
        _time.Waiting = _ => source.Cancel();
        _trading.Play(ScriptedHttp.Status(500));
        Assert.That(() => _runner.RunAsync(_probe, source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_trading.Requests, Is.EqualTo(1));
    }

    public void Dispose() => _http.Dispose();

    private Task<Fact> RunAsync(Probe probe) => _runner.RunAsync(probe, CancellationToken.None);
}
