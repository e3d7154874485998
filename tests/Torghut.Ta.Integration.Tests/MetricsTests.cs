using System.Text;
using Torghut.Contracts;
using Torghut.Ta.Integration.Tests.Support;
using Torghut.Ta.Tests.Engine;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests;

/// <summary>What the service says of itself agrees with what the oracle counts.</summary>
// A process can have one ClickHouse engine at a time.
[TestFixture]
[NonParallelizable]
internal sealed class MetricsTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    [Test]
    [Category("Long")]
    public async Task Run_DisturbedLogsAndASink_CountsEverythingAsTheOracle()
    {
        var scenario = new SplitScenario(Scenario.Make(70, trades: 1_500, seconds: 300).Disturbed(new Random(70), 5 * Scenario.Second));
        await using var sandbox = await TaSandbox.StartAsync();
        await using var store = new StoreServer(sandbox.Folder);
        await store.StartAsync();
        var signals = sandbox.Signals;
        using var feeder = await Feeder.OpenAsync(sandbox);
        scenario.Send(feeder);
        feeder.Send(Topics.Bars1m, "AAPL", Encoding.UTF8.GetBytes("not a frame"), partition: 0);
        feeder.Flush();
        await using var ta = new RunningTa(sandbox.Environment(
            ("TA_CLICKHOUSE_URL", store.Address.ToString()), ("TA_CLICKHOUSE_TTL_DAYS_MICROBARS", "0"), ("TA_CLICKHOUSE_TTL_DAYS_SIGNALS", "0"),
            ("TA_CLICKHOUSE_FLUSH_MS", "50")));
        var expected = scenario.Expected;
        await Eventually.HoldsAsync(async () => (await signals.LatestAsync()).Count >= expected.Signals.Count, "every signal is there", Timeout);
        var written = (await signals.ReadAsync()).Count;
        await Eventually.HoldsAsync(
            async () => await ta.MetricAsync("torghut_ta_sink_rows_total", "table=\"ta_signals\"") == written
                && await ta.MetricAsync("torghut_ta_sink_lag_rows") == 0, "every row is stored", Timeout);
        var counts = scenario.CountFirst(1);
        await Assert.MultipleAsync(async () =>
        {
            Assert.That(await ta.MetricAsync("torghut_ta_events_total", "channel=\"trades\""), Is.EqualTo(counts.Sum(c => c.Trades)), "trades");
            Assert.That(await ta.MetricAsync("torghut_ta_events_total", "channel=\"quotes\""), Is.EqualTo(counts.Sum(c => c.Quotes)), "quotes");
            Assert.That(await ta.MetricAsync("torghut_ta_signals_total"), Is.EqualTo(written), "signals");
            Assert.That(await ta.MetricAsync("torghut_ta_microbars_total") - await ta.MetricAsync("torghut_ta_signals_total"), Is.Zero, "microbars");
            Assert.That(await ta.MetricAsync("torghut_ta_late_events_total"), Is.EqualTo(expected.Late), "late");
            Assert.That(await ta.MetricAsync("torghut_ta_duplicate_events_total"), Is.EqualTo(expected.Duplicates), "duplicates");
            Assert.That(await ta.MetricAsync("torghut_ta_decode_errors_total", "reason=\"not_framed\""), Is.EqualTo(1), "decode errors");
            Assert.That(await ta.MetricAsync("torghut_ta_state_symbols"), Is.EqualTo(scenario.Partitions), "symbols");
            Assert.That(await ta.MetricAsync("torghut_ta_event_to_signal_seconds_count"), Is.EqualTo(written), "event to signal");
            Assert.That(await ta.MetricAsync("torghut_ta_commit_duration_seconds_count"), Is.Positive, "commits");
            Assert.That(await ta.MetricAsync("torghut_ta_last_commit_timestamp_seconds"), Is.GreaterThan(1_700_000_000), "last commit");
            Assert.That(await ta.MetricAsync("torghut_ta_commit_failures_total"), Is.Zero, "commit failures");
            Assert.That(await ta.MetricAsync("torghut_ta_rebalances_total"), Is.Positive, "rebalances");
            Assert.That(await ta.MetricAsync("torghut_ta_watermark_lag_seconds"), Is.InRange(0, 300), "watermark lag");
            Assert.That(await ta.MetricAsync("torghut_ta_sink_insert_seconds_count"), Is.Positive, "inserts");
            Assert.That(await ta.MetricAsync("torghut_ta_sink_errors_total"), Is.Zero, "insert errors");
            Assert.That(await ta.MetricAsync("torghut_ta_sink_paused"), Is.Zero, "paused");
        });

        var status = await ta.StatusAsync();
        Assert.That(status.GetProperty("status").GetString(), Is.EqualTo("ok"));
        Assert.That((status.GetProperty("job_state").GetString(), status.GetProperty("group_id").GetString()),
            Is.EqualTo(("running", sandbox.Group("torghut-ta-live"))));
        Assert.That((status.GetProperty("delivery_guarantee").GetString(), status.GetProperty("trade_conditions").GetString()),
            Is.EqualTo(("ExactlyOnce", "sip")));
        Assert.That(
            status.GetProperty("compute").GetProperty("partitions").EnumerateArray()
                .Select(p => ((int)p.GetProperty("trades_offset").GetInt64(), (int)p.GetProperty("quotes_offset").GetInt64())),
            Is.EqualTo(counts));
    }
}
