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

    /// <summary>
    /// p: paused, r: resumed, s: said to be slow, q: rows stored quickly, l: rows stored slowly; a: a record waits for the registry, A: its dead letter does;
    /// d: the record is read, D: the one before it, e: one of another partition; g: the record is past, G: the one before it is; n: nothing waits.
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
    [TestCase("aDeG", true, "registry", Description = "others get through")]
    [TestCase("ag", false, null)]
    [TestCase("an", false, null)]
    [TestCase("Ad", true, "registry", Description = "it is read in every session anew")]
    [TestCase("ADeG", true, "registry")]
    [TestCase("Ag", false, null)]
    [TestCase("aAd", true, "registry")]
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
                case 'a' or 'A':
                    _health.Await("registry", new("bars", 1, 7), forDeadLetter: letter == 'A');
                    break;
                case 'd' or 'D':
                    _health.Reads(new("bars", 1, letter == 'd' ? 7 : 6));
                    break;
                case 'e':
                    _health.Reads(new("bars", 0, 9));
                    _health.Reads(new("signals", 1, 9));
                    break;
                case 'g' or 'G':
                    _health.Passes("bars", 1, letter == 'g' ? 8 : 7);
                    break;
                case 'n':
                    _health.AwaitsNothing();
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
