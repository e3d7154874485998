using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Torghut.Common.Hosting;
using Torghut.Common.Kafka;
using Torghut.Testing;

namespace Torghut.Common.Tests.Kafka;

/// <summary>One client may be replaced; a second call that hangs soon after ends the process.</summary>
public sealed class OverdueCallsTests
{
    private static readonly CallOverdueException Overdue = new("CommitTransaction", TimeSpan.FromSeconds(5));

    private readonly FakeTimeProvider _time = new();
    private readonly List<int> _ends = [];
    private Prometheus.CollectorRegistry _registry = null!;
    private OverdueCalls _calls = null!;

    [SetUp]
    public void Create()
    {
        _ends.Clear();
        _registry = Prometheus.Metrics.NewCustomRegistry();
        _calls = new OverdueCalls(
            _registry,
            new ProcessEnd(NullLoggerFactory.Instance) { Exit = _ends.Add },
            _time,
            NullLogger<OverdueCalls>.Instance);
    }

    [Test]
    public async Task Report_Once_IsCountedAndTheProcessGoesOn()
    {
        _calls.Report(Overdue);
        Assert.That(_ends, Is.Empty);
        var golden = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "Torghut.Common.Tests", "Golden", "Metrics", "calls.prom"));
        Assert.That(GoldenExposition.Missing(golden, await RegistryPage.ReadAsync(_registry)), Is.Empty);
    }

    [Test]
    public void Report_SecondSoonAfter_EndsTheProcess()
    {
        _calls.Report(Overdue);
        _time.Advance(TimeSpan.FromMinutes(9));
        _calls.Report(Overdue);
        Assert.That(_ends, Is.EqualTo(new[] { ExitCodes.Stuck }));
    }

    [Test]
    public void Report_SecondMuchLater_IsAFirstOne()
    {
        _calls.Report(Overdue);
        _time.Advance(TimeSpan.FromMinutes(11));
        _calls.Report(Overdue);
        Assert.That(_ends, Is.Empty);
    }
}
