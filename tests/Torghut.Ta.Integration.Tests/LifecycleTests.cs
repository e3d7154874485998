using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Avro;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Records;
using Torghut.Sandbox.Registry;
using Torghut.Ta.Integration.Tests.Support;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests;

/// <summary>Start, refusal, suspension, replay and records that cannot be read.</summary>
[TestFixture]
internal sealed class LifecycleTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    private TaSandbox _sandbox = null!;
    private DerivedTopic<Microbar> _bars = null!;
    private DerivedTopic<Signal> _signals = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _sandbox = await TaSandbox.StartAsync();
        _bars = _sandbox.Microbars;
        _signals = _sandbox.Signals;
    }

    [TearDown]
    public async Task StopAsync() => await _sandbox.DisposeAsync();

    [Test]
    public async Task Start_PartitionCountsDiffer_RefusesAndSaysWhich()
    {
        using var admin = _sandbox.Admin();
        var other = _sandbox.Topic("other-quotes");
        await admin.CreateTopicsAsync([new() { Name = other, NumPartitions = 2 }]);
        await using var service = ServiceProcess.Start("torghut-ta", _sandbox.Environment(("TA_QUOTES_TOPIC", other)));
        Assert.That(await service.WaitForExitAsync(Timeout), Is.EqualTo(70), service.Output);
        Assert.That(service.Output, Does.Contain($"{other} has 2").And.Contain($"{_sandbox.Topic(Topics.Trades)} has 3"));
        await admin.DeleteTopicsAsync([other]);
    }

    [Test]
    public async Task Start_Suspended_IsReadyAndReadsAndWritesNothing()
    {
        await Feeder.FeedAsync(_sandbox, Scenario.Make(1));
        await using var ta = new RunningTa(_sandbox.Environment(("TA_JOB_STATE", "suspended")));
        await ta.BecomesReadyAsync();
        Assert.That((await ta.StatusAsync()).GetProperty("status").GetString(), Is.EqualTo("suspended"));
        Assert.That(await ta.MetricAsync("torghut_ta_events_total"), Is.Zero);
        Assert.That(await ta.Process.StopAsync(), Is.Zero);
        Assert.That(await _bars.ReadAsync(), Is.Empty);
    }

    [Test]
    [Category("Long")]
    public async Task Replay_FreshGroup_GivesTheSameRecordsOnceMore()
    {
        var scenario = Scenario.Make(2).Disturbed(new Random(2), 4 * Scenario.Second);
        await Feeder.FeedAsync(_sandbox, scenario);
        var expected = TaOracle.Run(scenario.Trades, scenario.Quotes, new OracleSettings());
        await RunUntilAsync(expected.Signals.Count);
        var first = await _signals.ReadAsync();
        await RunUntilAsync(expected.Signals.Count * 2, ("TA_GROUP_ID", _sandbox.Group("torghut-ta-replay-1")));
        var second = (await _signals.ReadAsync()).Select(Text).Except([]).GroupBy(r => r).ToDictionary(g => g.Key, g => g.Count());
        Assert.That(second.Keys, Is.EquivalentTo(first.Select(Text)));
        // The first group's state is untouched by the replay: it goes on without repeating anything.
        var later = Scenario.Make(3);
        await Feeder.FeedAsync(_sandbox, Shift(later, 200));
        var more = TaOracle.Run(Shift(later, 200).Trades, Shift(later, 200).Quotes, new OracleSettings()).Bars.Count;
        await RunUntilAsync((expected.Signals.Count * 2) + more);
        Assert.That(await _signals.LatestAsync(), Has.Count.EqualTo(expected.Signals.Count + more));
    }

    [Test]
    [Category("Long")]
    public async Task Run_UnreadableRecords_GoToTheDeadLetterTopicAndTheRestGoesOn()
    {
        var scenario = Scenario.Make(4);
        using (var feeder = await Feeder.OpenAsync(_sandbox))
        {
            feeder.Send(Topics.Trades, "AAPL", Encoding.UTF8.GetBytes("not a frame"));
            feeder.Send(Topics.Quotes, "AAPL", [0, 0, 0, 39, 15, 1, 2, 3]);
            feeder.Send(Topics.Trades, "AAPL", [0, 0, 0, 0, 1, 255, 255]);
            feeder.Send(scenario.Trades[0] with { Price = -1, Id = 77 });
            feeder.Flush();
        }

        await Feeder.FeedAsync(_sandbox, scenario);
        await using var ta = new RunningTa(_sandbox.Environment());
        await SignalsReachAsync(TaOracle.Run(scenario.Trades, scenario.Quotes, new OracleSettings()).Signals.Count, ta);
        var letters = await new DerivedTopic<DeadLetter>(_sandbox, Topics.DeadLetter, RecordCodecs.DeadLetter,
            character => (character.Offset, character.Topic)).DecodeAsync();
        Assert.That(letters.Select(l => (l.Topic, l.Reason.Split(':')[0])), Is.EquivalentTo(new[]
        {
            (_sandbox.Topic(Topics.Trades), "not_framed"), (_sandbox.Topic(Topics.Quotes), "unknown_schema"),
            (_sandbox.Topic(Topics.Trades), "malformed"), (_sandbox.Topic(Topics.Trades), "out_of_range"),
        }));
        Assert.That(letters.Select(l => l.Partition).Distinct().Count(), Is.EqualTo(1), "the partition of AAPL");
        Assert.That(letters.OrderBy(l => l.Topic, StringComparer.Ordinal).ThenBy(l => l.Offset).Select(l => l.Offset), Is.EqualTo(new long[] { 0, 0, 1, 2 }));
        Assert.That(Encoding.UTF8.GetString(letters.Single(l => l.Reason.StartsWith("not_framed", StringComparison.Ordinal)).Value!),
            Is.EqualTo("not a frame"));
        Assert.That(letters.Select(l => l.Value is null), Has.All.False);
        Assert.That(await ta.MetricAsync("torghut_ta_decode_errors_total"), Is.EqualTo(3));
        Assert.That(await ta.MetricAsync("torghut_ta_implausible_events_total", "reason=\"out_of_range\""), Is.EqualTo(1));
    }

    /// <summary>A group that begins at the end keeps that beginning, also when it is killed before it has read anything.</summary>
    [Test]
    [Category("Long")]
    public async Task Start_LatestAndKilledBeforeTheFirstRecord_BeginsWhereItFirstWas()
    {
        await Feeder.FeedAsync(_sandbox, Scenario.Make(9));
        var environment = _sandbox.Environment(("TA_AUTO_OFFSET_RESET", "latest"), ("TA_GROUP_INSTANCE_ID", "a"));
        await using (var first = new RunningTa(environment))
        {
            await Eventually.HoldsAsync(async () => await first.MetricAsync("torghut_ta_commit_duration_seconds_count") >= 3,
                "each partition has committed its beginning", Timeout);
            await first.Process.KillAsync();
        }

        var later = Shift(Scenario.Make(10), 300);
        await Feeder.FeedAsync(_sandbox, later);
        var expected = TaOracle.Run(later.Trades, later.Quotes, new OracleSettings());
        await using var ta = new RunningTa(environment);
        await Eventually.HoldsAsync(async () => (await _signals.LatestAsync()).Count >= expected.Signals.Count, "every signal is there", Timeout);
        Assert.That((await _signals.LatestAsync()).Keys, Is.EquivalentTo(expected.Signals.Select(signal => (signal.End - 1, signal.Symbol))));
    }

    [Test]
    [Category("Long")]
    public async Task Run_WriterWithANewOptionalField_IsReadAndTheFieldIgnored()
    {
        var scenario = Scenario.Make(5);
        var fields = new System.Text.RegularExpressions.Regex("\"fields\"\\s*:\\s*\\[");
        var grown = AvroSchema.Parse(fields.Replace(
            ContractSchemas.Trade.Json, "\"fields\":[{\"name\":\"venue_note\",\"type\":[\"null\",\"string\"],\"default\":null},", count: 1));
        var id = await _sandbox.Registry.RegisterAsync(ContractSchemas.Subject(_sandbox.Topic(Topics.Trades)), grown);
        var first = ((RecordSchema)grown).Fields[0].Name;
        Assert.That(first, Is.EqualTo("venue_note"), "the new field stands first, so that every byte of the record moves");
        using (var feeder = await Feeder.OpenAsync(_sandbox))
        {
            foreach (var quote in scenario.Quotes)
            {
                feeder.Send(quote);
            }

            foreach (var trade in scenario.Trades)
            {
                feeder.SendGrown(trade, id);
            }

            feeder.Flush();
        }

        await using var ta = new RunningTa(_sandbox.Environment());
        var expected = TaOracle.Run(scenario.Trades, scenario.Quotes, new OracleSettings());
        await SignalsReachAsync(expected.Signals.Count, ta);
        OracleComparison.AssertEqual(await _bars.LatestAsync(), await _signals.LatestAsync(), expected);
    }

    /// <summary>A record of a schema not seen before waits for the registry; whoever waits is not called stuck, however long it takes.</summary>
    [Test]
    [Category("Drill")]
    public async Task Run_RegistryAwayForAMinute_WaitsAndDoesNotEnd()
    {
        var scenario = Scenario.Make(7);
        await using var ta = new RunningTa(_sandbox.Environment());
        await ta.BecomesReadyAsync();
        var port = _sandbox.RegistryServer.BaseAddress.Port;
        using (var feeder = await Feeder.OpenAsync(_sandbox))
        {
            await _sandbox.RegistryServer.DisposeAsync();
            feeder.Send(scenario);
        }

        await Eventually.HoldsAsync(async () => (await ta.ReadinessAsync()) is (false, "schema_registry"), "/readyz says schema_registry", Timeout);
        Assert.That(async () => await ta.Process.WaitForExitAsync(TimeSpan.FromSeconds(60)), Throws.TypeOf<TimeoutException>(), ta.Process.Output);
        await using var registry = await RegistryServer.StartAsync(
            new RegistryOptions { DataDirectory = Path.Combine(_sandbox.Folder, "registry"), Port = port }, NullLoggerFactory.Instance, CancellationToken.None);
        await SignalsReachAsync(TaOracle.Run(scenario.Trades, scenario.Quotes, new OracleSettings()).Signals.Count, ta);
    }

    [Test]
    public async Task Run_Heartbeat_TellsStatusLagAndLastEvent()
    {
        var scenario = Scenario.Make(6);
        await Feeder.FeedAsync(_sandbox, scenario);
        await using var ta = new RunningTa(_sandbox.Environment());
        var newest = Math.Max(scenario.Trades.Max(t => t.Ts), scenario.Quotes.Max(q => q.Ts));
        var topic = new DerivedTopic<TaStatus>(_sandbox, Topics.TaStatus, RecordCodecs.TaStatus, status => (status.Heartbeat, status.Envelope.Symbol));
        await Eventually.HoldsAsync(
            async () => (await topic.DecodeAsync()) is { Count: > 1 } all && all[^1] is { Status: "ok", LastEventTs: { } last, WatermarkLagMs: >= 0 }
                && last == newest,
            "a heartbeat with the newest event",
            Timeout);
    }

    [Test]
    [Category("Long")]
    public async Task Run_BrokerGoneAndBack_SaysSoAndGoesOn()
    {
        var faults = _sandbox.Broker.Faults;
        await using var ta = new RunningTa(_sandbox.Environment());
        await ta.BecomesReadyAsync();
        faults.RefuseConnections = true;
        faults.DropConnections();
        await Eventually.HoldsAsync(async () => (await ta.ReadinessAsync()) is (false, "kafka"), "/readyz says kafka", Timeout);
        faults.RefuseConnections = false;
        await ta.BecomesReadyAsync(Timeout);
        var scenario = Scenario.Make(8);
        await Feeder.FeedAsync(_sandbox, scenario);
        await SignalsReachAsync(TaOracle.Run(scenario.Trades, scenario.Quotes, new OracleSettings()).Signals.Count, ta);
    }

    private static string Text((int Partition, byte[] Key, byte[] Value) record) =>
        $"{Encoding.UTF8.GetString(record.Key)} {Convert.ToHexString(record.Value)}";

    private static Scenario Shift(Scenario scenario, long seconds) => new(
        [.. scenario.Trades.Select(t => t with
        {
            Ts = t.Ts + (seconds * Scenario.Second), Ingest = t.Ingest + (seconds * Scenario.Second), Id = t.Id + 100_000,
        })],
        [.. scenario.Quotes.Select(q => q with { Ts = q.Ts + (seconds * Scenario.Second), Ingest = q.Ingest + (seconds * Scenario.Second) })]);

    private async Task RunUntilAsync(int signals, params (string, string)[] changes)
    {
        await using var ta = new RunningTa(_sandbox.Environment(changes));
        await SignalsReachAsync(signals, ta);
        Assert.That(await ta.Process.StopAsync(), Is.Zero, ta.Process.Output);
    }

    private async Task SignalsReachAsync(int count, RunningTa ta)
    {
        try
        {
            await Eventually.HoldsAsync(async () => (await _signals.ReadAsync()).Count >= count, $"{count} signals are there", Timeout);
        }
        catch (TimeoutException exception)
        {
            Assert.Fail($"{exception.Message} {(await _signals.ReadAsync()).Count}\n{ta.Process.Output}");
        }
    }
}
