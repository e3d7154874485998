using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Ta.Drills;
using Torghut.Ta.Integration.Tests.Support;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests;

/// <summary>Derived topics to ClickHouse, also when ClickHouse is not well.</summary>
// A process can have one ClickHouse engine at a time.
[TestFixture]
[NonParallelizable]
internal sealed class SinkTests
{
    private TaSandbox _sandbox = null!;
    private StoreServer _store = null!;
    private DerivedTopic<Microbar> _bars = null!;
    private DerivedTopic<Signal> _signals = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _sandbox = await TaSandbox.StartAsync();
        _store = new StoreServer(_sandbox.Folder);
        _bars = _sandbox.Microbars;
        _signals = _sandbox.Signals;
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _store.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Test]
    public async Task Run_HealthyServer_StoresEveryRecordOnce()
    {
        await _store.StartAsync();
        await using var ta = Start();
        await FeedAsync(1);
        await IsStoredAsync(ta);
        await ta.BecomesReadyAsync();
        Assert.That(await ta.MetricAsync("torghut_ta_sink_rows_total", "ta_microbars"), Is.EqualTo((await _bars.ReadAsync()).Count));
        Assert.That(await Promtool.CheckAsync(await ta.MetricsPageAsync()), Is.Empty);
    }

    /// <summary>Quotes that no trade follows, as at the end of every day, and the markers of transactions, which no row is made of.</summary>
    [Test]
    public async Task Run_AtRest_TheGroupsHaveNoLag()
    {
        await _store.StartAsync();
        await using var ta = Start();
        await FeedAsync(1);
        await IsStoredAsync(ta);
        using (var feeder = await Feeder.OpenAsync(_sandbox))
        {
            var last = Scenario.Make(1).Quotes.MaxBy(quote => quote.Ts)!;
            for (var i = 1; i <= 10; i++)
            {
                feeder.Send(last with { Ts = last.Ts + (i * Scenario.Second), Ingest = last.Ingest + (i * Scenario.Second), Seq = last.Seq + i });
            }

            feeder.Flush();
        }

        var group = _sandbox.Group("torghut-ta-live");
        await Eventually.HoldsAsync(() => _sandbox.LagOf(group, Topics.Trades, Topics.Quotes) == 0, "compute has no lag");
        await Eventually.HoldsAsync(() => _sandbox.LagOf(group + "-sink", Topics.TaMicrobars, Topics.TaSignals) == 0, "the sink has no lag");
    }

    [Test]
    [Category("Long")]
    public async Task Run_ServerDownAtStart_ComputesAndCatchesUp()
    {
        await using var ta = Start();
        await FeedAsync(2);
        await ComesReadinessAsync(ta, "clickhouse_down");
        await Eventually.HoldsAsync(async () => await ta.MetricAsync("torghut_ta_signals_total") > 100, "compute goes on");
        Assert.That((await ta.StatusAsync()).GetProperty("status").GetString(), Is.EqualTo("degraded:sink_clickhouse_down"));
        await _store.StartAsync();
        await IsStoredAsync(ta);
        await ta.BecomesReadyAsync(Eventually.Timeout);
    }

    [TestCase("{\"readonly\":true}", "clickhouse_read_only", Category = "Long")]
    [TestCase("{\"failTimes\":1000000,\"failCode\":243,\"onlyKeyword\":\"INSERT\"}", "clickhouse_full", Category = "Long")]
    [TestCase("{\"failTimes\":1000000,\"failCode\":252,\"onlyKeyword\":\"INSERT\"}", "clickhouse_overloaded", Category = "Long")]
    [TestCase("{\"refuse\":true}", "clickhouse_down")]
    public async Task Run_ServerRefusesWhileRowsFlow_NamesTheCauseAndLosesNothing(string faults, string cause)
    {
        await _store.StartAsync();
        await using var ta = Start();
        await FeedAsync(3);
        await IsStoredAsync(ta);
        await _store.SetFaultsAsync(System.Text.Json.JsonDocument.Parse(faults).RootElement);
        await FeedAsync(4, shiftSeconds: 200);
        await ComesReadinessAsync(ta, cause);
        Assert.That(await ta.MetricAsync("torghut_ta_sink_paused"), Is.EqualTo(1));
        await _store.SetFaultsAsync(new { });
        await IsStoredAsync(ta);
        await ta.BecomesReadyAsync(Eventually.Timeout);
        Assert.That(await ta.MetricAsync("torghut_ta_sink_paused"), Is.Zero);
        Assert.That(await ta.MetricAsync("torghut_ta_sink_errors_total", cause), Is.Positive);
    }

    [Test]
    public async Task Run_AnswersLost_StoresNothingTwice()
    {
        await _store.StartAsync();
        await using var ta = Start();
        await ta.BecomesReadyAsync();
        await _store.SetFaultsAsync(new { loseResponses = 3, onlyKeyword = "INSERT" });
        await FeedAsync(5);
        await IsStoredAsync(ta);
        Assert.That(await ta.MetricAsync("torghut_ta_sink_errors_total"), Is.EqualTo(3));

        // A busy machine may keep the feed waiting until it is called idle: then a bar comes a second time, revised, and the table may have merged the two.
        // More bars may come after all so far were stored, too.
        await Eventually.HoldsAsync(
            async () =>
            {
                var stored = await _store.ScalarAsync<long>("SELECT count() FROM torghut.ta_microbars");
                return stored >= (await _bars.LatestAsync()).Count && stored <= (await _bars.ReadAsync()).Count;
            },
            "each bar is stored, and none twice");
    }

    /// <summary>
    /// ClickHouse 7849, otel-collector-contrib 43599: a thin symbol's years came in one insert, which was refused for ever. They come in many, and who has
    /// nothing to do with them, as the symbols of another partition, does not wait for the last.
    /// </summary>
    [Test]
    [Category("Long")]
    public async Task Run_ManyDaysOfAThinSymbol_AreStoredAndHoldNobodyUp()
    {
        const int Days = 160;
        const string Stored = "SELECT uniqExact(toDate(event_ts)) FROM torghut.ta_microbars WHERE symbol = '{0}'";
        await _store.StartAsync();
        await using var ta = Start();
        await ta.BecomesReadyAsync();

        // The client gets the thin symbol's partition in front of the other's.
        await _store.SetFaultsAsync(new { delayMs = 2_000, onlyKeyword = "INSERT" });
        using (var feeder = await Feeder.OpenAsync(_sandbox))
        {
            for (var i = 0; i < Days * 2; i++)
            {
                Send(feeder, "THNS", (i / 2 * 86_400L) + (i % 2), i);
            }

            feeder.Flush();
            await Eventually.HoldsAsync(async () => (await _signals.LatestAsync()).Count == Days * 2, "the thin symbol's signals wait to be stored");
            for (var i = 0; i < 20; i++)
            {
                Send(feeder, "OKK", (Days * 86_400L) + i, i);
            }

            feeder.Flush();
        }

        await Eventually.HoldsAsync(async () => (await _signals.LatestAsync()).Count == (Days * 2) + 20, "those of the other wait behind them");
        await _store.SetFaultsAsync(new { delayMs = 200, onlyKeyword = "INSERT" });
        await Eventually.HoldsAsync(async () => await _store.ScalarAsync<int>(string.Format(null, Stored, "OKK")) == 1, "the other's bars are stored");
        Assert.That(await _store.ScalarAsync<int>(string.Format(null, Stored, "THNS")), Is.LessThan(Days), "before all of the thin symbol's");

        await _store.SetFaultsAsync(new { });
        await IsStoredAsync(ta);
        Assert.That(await _store.ScalarAsync<int>(string.Format(null, Stored, "THNS")), Is.EqualTo(Days));
        Assert.That(await ta.MetricAsync("torghut_ta_sink_errors_total"), Is.Zero);
    }

    private static void Send(Feeder feeder, string symbol, long second, long id)
    {
        var ts = Scenario.Start + (second * Scenario.Second);
        feeder.Send(new OracleTrade(symbol, ts, id, id, ts + 7, id, "V", 100 + (id % 7), 1, "@"));
    }

    [Test]
    public async Task Run_PausedByConfiguration_WritesNothingAndIsReady()
    {
        await _store.StartAsync();
        await using var ta = Start(("TA_SINK_STATE", "paused"));
        await FeedAsync(6);
        await Eventually.HoldsAsync(async () => await ta.MetricAsync("torghut_ta_signals_total") > 100, "compute goes on");
        await ta.BecomesReadyAsync();
        Assert.That(await ta.MetricAsync("torghut_ta_sink_paused"), Is.EqualTo(1));
        Assert.That(await _store.ScalarAsync<long>("SELECT count() FROM system.tables WHERE database = 'torghut'"), Is.Zero);
    }

    [TestCase(FailpointNames.BlockBuilt, Category = "Long")]
    [TestCase(FailpointNames.InsertSent)]
    [TestCase(FailpointNames.InsertedBeforeCommit, Category = "Long")]
    public async Task Kill_AtTheSinksPoint_LosesNothing(string point)
    {
        await _store.StartAsync();
        await FeedAsync(7);
        await using (var dying = Start(("DOTNET_ENVIRONMENT", "Drill"), ("FAILPOINTS", $"{point}=kill@2"), ("TA_GROUP_INSTANCE_ID", "a")))
        {
            Assert.That(await dying.Process.WaitForExitAsync(), Is.EqualTo(137), dying.Process.Output);
        }

        await using var ta = Start(("TA_GROUP_INSTANCE_ID", "a"));
        await IsStoredAsync(ta);
    }

    /// <summary>The broker gives no more records on the connections that there are, while all else works: first compute is stalled, then the sink.</summary>
    [Test]
    [Category("Drill")]
    public async Task Run_FetchesOfComputeAndSinkStall_AreReadByOthersAndComeOnce()
    {
        var recovery = TimeSpan.FromSeconds(20);
        await _store.StartAsync();
        await using var ta = Start();
        await FeedAsync(8);
        await IsStoredAsync(ta);
        var before = (await _bars.LatestAsync()).Count;

        _sandbox.Broker.Faults.StallFetches("torghut-ta");
        await FeedAsync(9, shiftSeconds: 200);
        await Eventually.HoldsAsync(async () => (await _bars.LatestAsync()).Count > before, "another consumer reads trades", recovery);
        await Eventually.HoldsAsync(
            async () => await _store.ScalarAsync<long>("SELECT count() FROM torghut.ta_microbars") > before, "another consumer reads bars", recovery);
        await IsStoredAsync(ta);
        Assert.That(await ta.MetricAsync("torghut_ta_consumer_stalls_total"), Is.EqualTo(2), ta.Process.Output);
        Assert.That(ta.Process.HasExited, Is.False, ta.Process.Output);
    }

    private RunningTa Start(params (string, string)[] changes) => new(_sandbox.Environment(
        [("TA_CLICKHOUSE_URL", _store.Address.ToString()), ("TA_CLICKHOUSE_FLUSH_MS", "50"), ("TA_CLICKHOUSE_TTL_DAYS_MICROBARS", "0"),
            ("TA_CLICKHOUSE_TTL_DAYS_SIGNALS", "0"), .. changes]));

    private async Task FeedAsync(int seed, long shiftSeconds = 0)
    {
        var scenario = Scenario.Make(seed);
        var shift = shiftSeconds * Scenario.Second;
        using var feeder = await Feeder.OpenAsync(_sandbox);
        foreach (var trade in scenario.Trades)
        {
            feeder.Send(trade with { Ts = trade.Ts + shift, Ingest = trade.Ingest + shift });
        }

        foreach (var quote in scenario.Quotes)
        {
            feeder.Send(quote with { Ts = quote.Ts + shift, Ingest = quote.Ingest + shift });
        }

        feeder.Flush();
    }

    /// <summary>Every key of both topics is in its table, told apart without FINAL, and no other.</summary>
    private async Task IsStoredAsync(RunningTa ta)
    {
        const string Keys = "SELECT count() FROM (SELECT symbol, event_ts, seq FROM torghut.{0} GROUP BY symbol, event_ts, seq)";
        const string Tables = "SELECT count() FROM system.tables WHERE database = 'torghut' AND name IN ('ta_microbars', 'ta_signals')";
        try
        {
            await Eventually.HoldsAsync(
                async () =>
                {
                    var (bars, signals) = ((await _bars.LatestAsync()).Count, (await _signals.LatestAsync()).Count);
                    return bars > 0 && bars == signals
                        && await ta.MetricAsync("torghut_ta_sink_lag_rows") == 0
                        && await _store.ScalarAsync<long>(Tables) == 2
                        && await _store.ScalarAsync<long>(string.Format(null, Keys, "ta_microbars")) == bars
                        && await _store.ScalarAsync<long>(string.Format(null, Keys, "ta_signals")) == signals;
                },
                "every record is stored");
        }
        catch (Exception exception) when (exception is TimeoutException or Torghut.ClickHouse.ClickHouseException)
        {
            Assert.Fail($"{exception.Message} {(await _bars.LatestAsync()).Count} bars, {(await _signals.LatestAsync()).Count} signals\n{ta.Process.Output}");
        }
    }

    private static async Task ComesReadinessAsync(RunningTa ta, string cause)
    {
        try
        {
            await Eventually.HoldsAsync(async () => (await ta.ReadinessAsync()) == (false, cause), $"/readyz says {cause}");
        }
        catch (TimeoutException)
        {
            Assert.Fail($"/readyz says {await ta.ReadinessAsync()}, not {cause}\n{ta.Process.Output}");
        }
    }
}
