using Confluent.Kafka;
using Torghut.Contracts;
using Torghut.Ta.Integration.Tests.Support;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests;

/// <summary>A group goes on where it was, says what it cannot have any more, and never jumps without a word.</summary>
// A process can have one ClickHouse engine at a time.
[TestFixture]
[NonParallelizable]
internal sealed class StartOffsetTests
{
    private static readonly TimeSpan Timeout = Eventually.Timeout;

    private TaSandbox _sandbox = null!;
    private Dictionary<string, string> _environment = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _sandbox = await TaSandbox.StartAsync(partitions: 1);
        _environment = _sandbox.Environment(("TA_AUTO_OFFSET_RESET", "latest"));
    }

    [TearDown]
    public async Task StopAsync() => await _sandbox.DisposeAsync();

    /// <summary>confluent-kafka-dotnet 2009, librdkafka 521: sixty retained trades were skipped in silence.</summary>
    [Test]
    public async Task Start_CommitBelowTheLog_BeginsAtTheLogAndCountsTheGap()
    {
        await RunUntilReadyAsync();
        await SecondsAsync(0, 30, 1);
        await using (var ta = new RunningTa(_environment))
        {
            await BarsReachAsync(28, ta);
            Assert.That(await ta.Process.StopAsync(), Is.Zero, ta.Process.Output);
        }

        await SecondsAsync(60, 100, 1_001);
        using (var admin = _sandbox.Admin())
        {
            await admin.DeleteRecordsAsync([new TopicPartitionOffset(_sandbox.Topic(Topics.Trades), 0, 70)]);
        }

        await using var back = new RunningTa(_environment);
        await back.BecomesReadyAsync();
        await SecondsAsync(180, 10, 2_001);
        // Thirty before, the sixty that were retained, and ten after.
        await BarsReachAsync(30 + 60 + 10, back);
        Assert.That(await back.MetricAsync("torghut_ta_input_gap_records_total", "input=\"trades\""), Is.EqualTo(40));
        var partition = (await back.StatusAsync()).GetProperty("compute").GetProperty("partitions")[0];
        Assert.That(partition.GetProperty("input_gap_records").GetInt64(), Is.EqualTo(40));
        Assert.That(back.Process.Output, Does.Contain("input_gap").And.Contain("40 records of"));
    }

    [TestCase("torghut-ta-live", Topics.Trades, "offset_beyond_log")]
    [TestCase("torghut-ta-live-sink", Topics.TaMicrobars, "offset_beyond_log", Category = "Long")]
    public async Task Start_CommitBeyondTheLog_SaysSoAndDoesNotJump(string group, string topic, string cause)
    {
        await SecondsAsync(0, 5, 1);
        Commit(_sandbox.Group(group), _sandbox.Topic(topic), 1_000);
        await using var store = new StoreServer(_sandbox.Folder);
        await store.StartAsync();
        _environment["TA_CLICKHOUSE_URL"] = store.Address.ToString();
        _environment["TA_AUTO_OFFSET_RESET"] = "earliest";
        await using var ta = new RunningTa(_environment);
        try
        {
            await Eventually.HoldsAsync(async () => await ta.ReadinessAsync() == (false, cause), $"/readyz says {cause}", Timeout);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{await ta.ReadinessAsync()}\n{ta.Process.Output}");
        }

        Assert.That(Committed(_sandbox.Group(group), _sandbox.Topic(topic)), Is.EqualTo(1_000));
    }

    [Test]
    [Category("Long")]
    public async Task Start_SinksCommitBelowTheLog_StoresWhatIsThereAndCountsTheGap()
    {
        await SecondsAsync(0, 30, 1);
        _environment["TA_AUTO_OFFSET_RESET"] = "earliest";
        await using (var compute = new RunningTa(_environment))
        {
            await BarsReachAsync(30, compute);
            Assert.That(await compute.Process.StopAsync(), Is.Zero, compute.Process.Output);
        }

        Commit(_sandbox.Group("torghut-ta-live-sink"), _sandbox.Topic(Topics.TaMicrobars), 0);
        using (var admin = _sandbox.Admin())
        {
            await admin.DeleteRecordsAsync([new TopicPartitionOffset(_sandbox.Topic(Topics.TaMicrobars), 0, 10)]);
        }

        await using var store = new StoreServer(_sandbox.Folder);
        await store.StartAsync();
        _environment["TA_CLICKHOUSE_URL"] = store.Address.ToString();
        _environment["TA_CLICKHOUSE_TTL_DAYS_MICROBARS"] = "0";
        _environment["TA_CLICKHOUSE_TTL_DAYS_SIGNALS"] = "0";
        await using var ta = new RunningTa(_environment);
        await Eventually.HoldsAsync(async () => await ta.MetricAsync("torghut_ta_sink_rows_total", "table=\"ta_microbars\"") > 0, "rows are stored", Timeout);
        Assert.That(await ta.MetricAsync("torghut_ta_input_gap_records_total", "input=\"microbars\""), Is.EqualTo(10));
        Assert.That((await ta.StatusAsync()).GetProperty("sink").GetProperty("gap_rows").GetProperty("ta_microbars").GetInt64(), Is.EqualTo(10));
    }

    /// <summary>A group that begins at the end has its beginning from here on.</summary>
    private async Task RunUntilReadyAsync()
    {
        await using var ta = new RunningTa(_environment);
        await Eventually.HoldsAsync(async () => await ta.MetricAsync("torghut_ta_commit_duration_seconds_count") >= 1, "the beginning is committed", Timeout);
        Assert.That(await ta.Process.StopAsync(), Is.Zero, ta.Process.Output);
    }

    private async Task SecondsAsync(long first, int count, long id)
    {
        using var feeder = await Feeder.OpenAsync(_sandbox);
        for (var i = 0; i < count; i++)
        {
            var ts = Scenario.Start + ((first + i) * Scenario.Second);
            feeder.Send(new OracleTrade("RST", ts, id + i, id + i, ts + 7, id + i, "V", 100 + i, 1, "@"));
        }

        feeder.Flush();
    }

    private async Task BarsReachAsync(int count, RunningTa ta)
    {
        try
        {
            await Eventually.HoldsAsync(async () => (await _sandbox.Microbars.LatestAsync()).Count >= count, $"{count} bars are there", Timeout);
        }
        catch (TimeoutException exception)
        {
            Assert.Fail($"{exception.Message} {(await _sandbox.Microbars.LatestAsync()).Count}\n{ta.Process.Output}");
        }
    }

    private IConsumer<Ignore, Ignore> Consumer(string group) =>
        new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = _sandbox.Bootstrap, GroupId = group, EnableAutoCommit = false }).Build();

    private void Commit(string group, string topic, long offset)
    {
        using var consumer = Consumer(group);
        consumer.Commit([new TopicPartitionOffset(topic, 0, offset)]);
    }

    private long Committed(string group, string topic)
    {
        using var consumer = Consumer(group);
        return consumer.Committed([new TopicPartition(topic, 0)], Timeout).Single().Offset.Value;
    }
}
