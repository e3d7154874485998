using System.Globalization;
using System.Text.Json;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Records;
using Torghut.Ta.Integration.Tests.Support;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests;

/// <summary>
/// ClickHouse fails while the market goes on: signals keep coming, the cause is named wherever one would look, and once ClickHouse is well
/// again the sink catches up by itself with nothing lost and nothing doubled.
/// </summary>
// A process can have one ClickHouse engine at a time.
[TestFixture]
[NonParallelizable]
internal sealed class StoreDrillTests
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    /// <summary>Signals that must come while the fault lasts, five seconds' worth of the feed.</summary>
    private const int SignalsMeanwhile = 200;

    /// <summary>Rows that are on their way in quiet times: a batch of each table and what comes while it is stored.</summary>
    private const int NormalLag = 200;

    private TaSandbox _sandbox = null!;
    private StoreServer _store = null!;
    private DerivedTopic<Microbar> _bars = null!;
    private DerivedTopic<Signal> _signals = null!;
    private DerivedTopic<TaStatus> _statuses = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _sandbox = await TaSandbox.StartAsync();
        _store = new StoreServer(_sandbox.Folder);
        await _store.StartAsync();
        _bars = _sandbox.Microbars;
        _signals = _sandbox.Signals;
        _statuses = new(_sandbox, Topics.TaStatus, RecordCodecs.TaStatus, status => (status.Heartbeat, status.Envelope.Symbol));
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _store.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Test]
    [Category("Drill")]
    public Task Drill_StoppedForAMinute_CatchesUp() => DrillAsync("clickhouse_down", _store.StopAsync, _store.StartAsync, Outage);

    [TestCase("{\"failTimes\":1000000,\"failCode\":252,\"onlyKeyword\":\"INSERT\"}", "clickhouse_overloaded", TestName = "Drill_RefusesWrites_CatchesUp",
        Category = "Drill")]
    [TestCase("{\"delayMs\":2000,\"onlyKeyword\":\"INSERT\"}", "clickhouse_slow", TestName = "Drill_TwoSecondsAnInsert_CatchesUp", Category = "Drill")]
    [TestCase("{\"readonly\":true}", "clickhouse_read_only", TestName = "Drill_ReadOnly_CatchesUp", Category = "Long")]
    [TestCase("{\"failTimes\":1000000,\"failCode\":243,\"onlyKeyword\":\"INSERT\"}", "clickhouse_full", TestName = "Drill_DiskFull_CatchesUp",
        Category = "Drill")]
    public Task Drill(string faults, string cause) => DrillAsync(
        cause, () => _store.SetFaultsAsync(JsonDocument.Parse(faults).RootElement), () => _store.SetFaultsAsync(new { }), TimeSpan.Zero);

    /// <summary>The operator's switch is not a fault: the service is ready and says that it is paused; started without it, it catches up.</summary>
    [Test]
    [Category("Long")]
    public async Task Drill_PausedByTheOperator_CatchesUpWhenStartedWithoutIt()
    {
        await using var feed = await SteadyFeed.StartAsync(_sandbox);
        await using (var paused = Start(("TA_SINK_STATE", "paused")))
        {
            await paused.BecomesReadyAsync(Timeout);
            await GoesOnAsync(paused);
            await SaysAsync("degraded:sink_configuration");
            Assert.That(await paused.MetricAsync("torghut_ta_sink_paused"), Is.EqualTo(1));
            Assert.That(await _store.ScalarAsync<long>("SELECT count() FROM system.tables WHERE database = 'torghut'"), Is.Zero);
        }

        await using var ta = Start();
        await IsNormalAsync(ta);
        await feed.StopAsync();
        await HoldsEverythingOnceAsync(ta);
    }

    private async Task DrillAsync(string cause, Func<Task> begin, Func<Task> end, TimeSpan atLeast)
    {
        await using var feed = await SteadyFeed.StartAsync(_sandbox);
        await using var ta = Start();
        await IsNormalAsync(ta);
        await begin();
        var began = TimeProvider.System.GetTimestamp();
        await HoldsAsync(ta, async () => await ta.ReadinessAsync() == (false, cause), $"/readyz says {cause}");
        await SaysAsync($"degraded:sink_{cause}");
        Assert.That(await ta.MetricAsync("torghut_ta_sink_paused"), Is.EqualTo(cause == "clickhouse_slow" ? 0 : 1));
        do
        {
            await GoesOnAsync(ta);
        }
        while (TimeProvider.System.GetElapsedTime(began) < atLeast);
        Assert.That((await ta.ReadinessAsync()).ErrorClass, Is.EqualTo(cause), "the cause is still named");
        await end();
        await IsNormalAsync(ta);
        await feed.StopAsync();
        await HoldsEverythingOnceAsync(ta);
    }

    private RunningTa Start(params (string, string)[] changes) => new(_sandbox.Environment(
        [("TA_CLICKHOUSE_URL", _store.Address.ToString()), ("TA_CLICKHOUSE_TTL_DAYS_MICROBARS", "0"), ("TA_CLICKHOUSE_TTL_DAYS_SIGNALS", "0"),
            ("TA_GROUP_INSTANCE_ID", "a"), .. changes]));

    /// <summary>Compute does not notice: the metric says so, and the topic has it.</summary>
    private async Task GoesOnAsync(RunningTa ta)
    {
        var (before, stored) = (await ta.MetricAsync("torghut_ta_signals_total"), (await _signals.ReadAsync()).Count);
        await HoldsAsync(ta, async () => await ta.MetricAsync("torghut_ta_signals_total") >= before + SignalsMeanwhile, "signals are computed");
        Assert.That((await _signals.ReadAsync()).Count, Is.GreaterThan(stored), "signals are in the topic");
        Assert.That((await ta.StatusAsync()).GetProperty("compute").GetProperty("error_class").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    /// <summary>Heartbeats go through Kafka, so they say it to whoever cannot reach the process.</summary>
    private async Task SaysAsync(string status) => await Eventually.ReadsAsync(
        async () => (await _statuses.DecodeAsync())[^1].Status, last => last == status, $"the last heartbeat says {status}", Timeout);

    /// <summary>Everything is well and the sink keeps up, while the market goes on.</summary>
    private async Task IsNormalAsync(RunningTa ta)
    {
        await HoldsAsync(
            ta,
            async () => (await ta.ReadinessAsync()).Ready && await ta.MetricAsync("torghut_ta_sink_rows_total", "ta_signals") > 0
                && await ta.MetricAsync("torghut_ta_sink_lag_rows") <= NormalLag,
            "the sink keeps up");
        await SaysAsync("ok");
    }

    private async Task HoldsEverythingOnceAsync(RunningTa ta)
    {
        // What a reader must ask, as merges may not have happened yet: the newest row of every key.
        const string Stored =
            "SELECT concat(toString(count()), ' ', toString(toInt64(sum(round(value * 1000))))) FROM (SELECT argMax({1}, ingest_ts) AS value FROM torghut.{0} GROUP BY symbol, event_ts, seq)";
        await HoldsAsync(
            ta,
            async () =>
            {
                var (bars, signals) = (await _bars.LatestAsync(), await _signals.LatestAsync());
                return bars.Count == signals.Count
                    && await _store.ScalarAsync<string>(string.Format(null, Stored, "ta_microbars", "v")) == Text(bars.Values.Select(b => b.Volume))
                    && await _store.ScalarAsync<string>(string.Format(null, Stored, "ta_signals", "assumeNotNull(ema12)")) == Text(
                    signals.Values.Select(s => s.Ema!.Value.Ema12));
            },
            "every record is stored, once");
        Assert.That(await ta.MetricAsync("torghut_ta_sink_lag_rows"), Is.LessThanOrEqualTo(NormalLag));
        await ta.BecomesReadyAsync();
    }

    private static string Text(IEnumerable<double> values)
    {
        var thousandths = values.Select(value => (long)Math.Round(value * 1000, MidpointRounding.ToEven)).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{thousandths.Count} {thousandths.Sum()}");
    }

    private static async Task HoldsAsync(RunningTa ta, Func<Task<bool>> condition, string what)
    {
        try
        {
            await Eventually.HoldsAsync(condition, what, Timeout);
        }
        catch (TimeoutException exception)
        {
            Assert.Fail(
                $"{exception.Message} /readyz says {await ta.ReadinessAsync()}, lag {await ta.MetricAsync("torghut_ta_sink_lag_rows")}\n{ta.Process.Output}");
        }
    }
}
