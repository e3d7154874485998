using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Ta.Observability;
using Torghut.Ta.Sink;
using Torghut.Ta.Status;

namespace Torghut.Ta.Tests.Sink;

/// <summary>What the status says of the sink after what has happened to it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SinkHealthTests
{
    private readonly TaState _state = new(new TaServiceOptions());
    private readonly SinkHealth _health;

    public SinkHealthTests() =>
        _health = new SinkHealth(_state, new TaMetrics(Prometheus.Metrics.NewCustomRegistry()), NullLogger<SinkHealth>.Instance);

    /// <summary>p: paused, r: resumed, s: said to be slow, q: rows stored quickly, l: rows stored slowly; a: the registry is awaited, d: a record was read.
    /// </summary>
    [TestCase("p", true, "down")]
    [TestCase("pr", false, null)]
    [TestCase("pq", false, null)]
    [TestCase("pl", false, "clickhouse_slow", Description = "rows get through again, but late")]
    [TestCase("ps", true, "down", Description = "that nothing gets through says more")]
    [TestCase("s", false, "clickhouse_slow")]
    [TestCase("sl", false, "clickhouse_slow")]
    [TestCase("sq", false, null)]
    [TestCase("lp", true, "down")]
    [TestCase("a", true, "registry")]
    [TestCase("ar", true, "registry", Description = "that the server is well says nothing of the registry")]
    [TestCase("ad", false, null)]
    [TestCase("sad", false, "clickhouse_slow")]
    [TestCase("ap", true, "down")]
    [TestCase("apr", true, "registry")]
    [TestCase("apd", true, "down")]
    public void Sink_AfterEvents_IsPausedOrSlowOrWell(string events, bool paused, string? cause)
    {
        foreach (var letter in events)
        {
            switch (letter)
            {
                case 'p':
                    _health.Pause("down");
                    break;
                case 'r':
                    _health.Resume();
                    break;
                case 'a':
                    _health.Await("registry");
                    break;
                case 'd':
                    _health.Reads();
                    break;
                case 's':
                    _health.Slow();
                    break;
                default:
                    _health.Stored("ta_microbars", 1, slowly: letter == 'l');
                    break;
            }
        }

        Assert.That((_state.Sink.Paused, _state.Sink.Cause), Is.EqualTo((paused, cause)));
    }

    [Test]
    public void Counts_OfEachTable_AddUpAndLagIsTheNewest()
    {
        _health.Stored("ta_microbars", 3, slowly: false);
        _health.Stored("ta_microbars", 4, slowly: false);
        _health.Stored("ta_signals", 5, slowly: false);
        _health.Lag("ta_signals", 9);
        _health.Lag("ta_signals", 2);
        _health.Gap("ta_signals", 6);
        _health.Gap("ta_signals", 1);
        Assert.That(_state.Sink.Rows, Is.EqualTo(new Dictionary<string, long> { ["ta_microbars"] = 7, ["ta_signals"] = 5 }));
        Assert.That((_state.Sink.LagRows["ta_signals"], _state.Sink.GapRows["ta_signals"]), Is.EqualTo((2, 7)));
    }
}
