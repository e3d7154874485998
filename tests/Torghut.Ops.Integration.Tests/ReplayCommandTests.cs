using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.ClickHouse;
using Torghut.Contracts;
using Torghut.Ops.Drills;
using Torghut.Ops.Replay;
using Torghut.Ops.Snapshots;
using Torghut.Sandbox.ClickHouse;
using Torghut.Sandbox.Kafka;
using Torghut.Testing;
using Torghut.Tests.Shared;

namespace Torghut.Ops.Integration.Tests;

/// <summary>What a replay refuses, and what becomes of it when it is killed. The workload is scripted; the real one is in the tests of torghut-ta.</summary>
[NonParallelizable]
public sealed class ReplayCommandTests
{
    private const string Columns = """
        symbol LowCardinality(String), event_ts DateTime64(3, 'UTC'), seq UInt64, ingest_ts DateTime64(3, 'UTC'), c Nullable(Float64),
        record_topic LowCardinality(String), record_partition Nullable(Int32), record_offset Nullable(Int64)
        """;

    /// <summary>A run waits for three changes of a process.</summary>
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(10);

    private static readonly string[] Confirmed = ["--reason", "drill", "--confirm", ReplayRunner.Confirmation];

    private static readonly string[] Destructive =
        ["--mode", "apply-destructive", "--ticket", "INC-1", "--confirm-destructive", ReplayRunner.DestructiveConfirmation];

    private static readonly string[] Rollback = ["--mode", "rollback", "--confirm-destructive", ReplayRunner.DestructiveConfirmation, .. Confirmed];

    private static readonly string[] Steps = ["suspend", "change", "run"];

    private string _folder = "";
    private KafkaBroker _broker = null!;
    private ClickHouseServer _clickHouse = null!;
    private ClickHouseClient _client = null!;
    private GitRemote _git = null!;
    private ScriptedTa _ta = null!;

    private string AuditFile => Path.Combine(_folder, "audit.jsonl");

    private readonly Dictionary<string, string> _more = [];

    private Dictionary<string, string> Keys => new(new Dictionary<string, string>
    {
        ["KAFKA_BOOTSTRAP"] = _broker.BootstrapServers,
        ["TA_CLICKHOUSE_URL"] = _clickHouse.BaseAddress.ToString(),
        ["TORGHUT_TA_URL"] = _ta.Address.ToString(),
        ["TORGHUT_TRADING_URL"] = _ta.Address.ToString(),
        ["OPS_GITOPS_DIR"] = _git.Clone,
        ["OPS_AUDIT_FILE"] = AuditFile,
        ["OPS_REPLAY_DIR"] = Path.Combine(_folder, "replays"),
        ["OPS_OPERATOR"] = "someone",
    }.Concat(_more).GroupBy(pair => pair.Key).ToDictionary(pairs => pairs.Key, pairs => pairs.Last().Value));

    [SetUp]
    public async Task StartAsync()
    {
        _more.Clear();
        _folder = Directory.CreateTempSubdirectory("torghut-ops-replay-").FullName;
        _broker = await KafkaBroker.StartAsync(
            new KafkaBrokerOptions { DataDirectory = Path.Combine(_folder, "kafka"), AutoCreateTopics = false }, NullLoggerFactory.Instance,
            CancellationToken.None);
        _clickHouse = await ClickHouseServer.StartAsync(
            new ClickHouseOptions { DataDirectory = Path.Combine(_folder, "clickhouse") }, NullLoggerFactory.Instance, CancellationToken.None);
        _client = ClickHouseClient.Create(new ClickHouseClientSettings { Endpoint = _clickHouse.BaseAddress }, TimeProvider.System);
        _git = GitRemote.Create(
            Path.Combine(_folder, "git"),
            new Dictionary<string, string> { [ScriptedTa.Manifest] = await File.ReadAllTextAsync(Path.Combine(Repository.Root, ScriptedTa.Manifest)) });
        _ta = await ScriptedTa.StartAsync(_git, _broker.BootstrapServers);
        await FillAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _ta.DisposeAsync();
        _git.Dispose();
        _client.Dispose();
        await _clickHouse.DisposeAsync();
        await _broker.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    [Category("Long")]
    public async Task Apply_GateThatDoesNotHold_IsNamedAndChangesNothing()
    {
        Commit("torghut-ta-replay-used", Topics.Trades, 1);

        using (var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = _broker.BootstrapServers }).Build())
        {
            await producer.ProduceAsync(Topics.TaState, new Message<string, byte[]> { Key = "torghut-ta-replay-expired/AAPL", Value = [1] });
        }

        await RefusesAsync("confirmation", "a", "--mode", "apply", "--reason", "drill", "--confirm", "REPLAY");
        await RefusesAsync("reason", "a", "--mode", "apply", "--confirm", ReplayRunner.Confirmation);
        await RefusesAsync("confirmation", "a", ["--mode", "apply-destructive", "--ticket", "INC-1", .. Confirmed]);
        await RefusesAsync("ticket", "a", ["--mode", "apply-destructive", "--confirm-destructive", ReplayRunner.DestructiveConfirmation, .. Confirmed]);
        await RefusesAsync("group", "used", ["--mode", "apply", .. Confirmed]);
        await RefusesAsync("group", "expired", ["--mode", "apply", .. Confirmed]);
        await RefusesAsync("record", "a", ["--mode", "rollback", .. Confirmed]);
        _ta.Trading = ScriptedTa.OnPaper;
        await RefusesAsync("trading", "a", ["--mode", "apply", .. Confirmed]);
        await RefusesAsync(
            "trading", "a",
            [.. Destructive, "--accept-paper", .. Confirmed]);
        _ta.Trading = ScriptedTa.Live;
        await RefusesAsync("trading", "a", ["--mode", "apply", "--accept-paper", .. Confirmed]);
        _ta.Trading = "";
        await RefusesAsync("trading", "a", ["--mode", "apply", "--accept-paper", .. Confirmed]);
        _ta.Trading = ScriptedTa.Paused;
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _broker.BootstrapServers }).Build();
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(Topics.Trades, 0, 1)]);
        await RefusesAsync("retention", "a", ["--mode", "apply", "--from", "2024-03-11T13:00:00Z", .. Confirmed]);
        await _client.ExecuteNonQueryAsync(
            "ALTER TABLE torghut.ta_signals MODIFY TTL toDateTime(event_ts) + toIntervalDay(14) SETTINGS materialize_ttl_after_modify = 0");
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(Topics.Trades, 0, 3)]);
        await RefusesAsync("ttl", "a", ["--mode", "apply", "--from", "2024-03-11T13:00:00Z", .. Confirmed]);
        await _client.ExecuteNonQueryAsync(
            "ALTER TABLE torghut.ta_signals MODIFY TTL event_ts + INTERVAL 12 HOUR SETTINGS materialize_ttl_after_modify = 0");
        await RefusesAsync("ttl", "a", ["--mode", "apply", "--from", "2024-03-11T13:00:00Z", .. Confirmed]);
        await _client.ExecuteNonQueryAsync(
            "ALTER TABLE torghut.ta_signals MODIFY TTL toDateTime(event_ts) + toIntervalDay(1 + seq) SETTINGS materialize_ttl_after_modify = 0");
        await RefusesAsync("ttl", "a", ["--mode", "apply", "--from", "2024-03-11T13:00:00Z", .. Confirmed]);
        Assert.That(await File.ReadAllTextAsync(AuditFile), Does.Not.Contain("\"intended\""));
    }

    [Test]
    [Category("Long")]
    public async Task Apply_WorkloadOrRepositoryThatCannotBe_IsNamedAndChangesNothing()
    {
        _more["OPS_TA_WORKLOAD"] = "FlinkDeployment/torghut-ta";
        await RefusesAsync("state", "a", ["--mode", "apply", .. Confirmed]);
        await RefusesAsync("state", "a", [.. Destructive, .. Confirmed]);
        var (code, output) = await RunAsync("a");
        Assert.That((code, output.Contains("Gate state", StringComparison.Ordinal)), Is.EqualTo((65, true)), "the plan says so too");
        _more.Clear();
        _more["OPS_GITOPS_DIR"] = Path.Combine(_folder, "nowhere");
        await RefusesAsync("repository", "a", ["--mode", "apply", .. Confirmed]);
    }

    /// <summary>torghut-ta says the right thing, and its controller has not even read what was asked: a pod of before may stand beside it.</summary>
    [Test]
    [Category("Long")]
    public async Task Apply_ControllerBehind_WaitsForTheGeneration()
    {
        var kubeconfig = Path.Combine(_folder, "kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, EmergencyTests.KubeconfigOf(_ta.Address));
        _more["OPS_KUBECONFIG"] = kubeconfig;
        _more["OPS_REPLAY_STEP_TIMEOUT_SECONDS"] = "5";
        _ta.IsControllerBehind = true;
        var (code, output) = await RunAsync("a", ["--mode", "apply", .. Confirmed]);
        Assert.That((code, output.Contains("suspend: the workload does not follow", StringComparison.Ordinal)), Is.EqualTo((70, true)), output);
        _ta.IsControllerBehind = false;
        _more.Remove("OPS_REPLAY_STEP_TIMEOUT_SECONDS");
        (code, output) = await RunAsync("a", ["--mode", "apply", .. Confirmed]);
        Assert.That(code, Is.Zero, output);
    }

    /// <summary>Rows outside of the replay's window were counted for those within.</summary>
    [Test]
    public async Task WrittenSince_RowsOutsideTheWindow_AreNotCounted()
    {
        var rows = new DerivedRows(_client, new TargetOptions { ClickHouse = _clickHouse.BaseAddress });
        var from = new DateTimeOffset(2024, 3, 11, 13, 30, 1, TimeSpan.Zero);
        var before = await rows.ReadAsync(from, from.AddHours(1), CancellationToken.None);
        Assert.That(before.Select(day => day.Rows), Is.EqualTo(new[] { 2L, 2L }));
        PartitionLog[] ends = [new(Topics.TaMicrobars, 0, 0, 0, null, null), new(Topics.TaSignals, 0, 0, 2, null, null)];
        var written = await rows.WrittenSinceAsync(before, from, from.AddHours(1), ends, CancellationToken.None);
        Assert.That(written.Values, Is.EquivalentTo(new[] { 2L, 1L }));
        written = await rows.WrittenSinceAsync(before, from.AddSeconds(1), from.AddHours(1), ends, CancellationToken.None);
        Assert.That(written.Values, Is.EquivalentTo(new[] { 1L, 1L }));
    }

    /// <summary>One replay, killed at every point on its way: each run reports what the one before left, and goes on; then it is taken back.</summary>
    [Test]
    [Category("Long")]
    public async Task Apply_KilledAnywhere_GoesOnAndLeavesNothingOpen()
    {
        (string Point, int Hit, bool LeavesOpen)[] kills =
        [
            (FailpointNames.ReplayRecorded, 1, false), (FailpointNames.ReplayIntended, 1, true), (FailpointNames.ReplayCommitMade, 1, true),
            (FailpointNames.ReplayPushed, 1, true), (FailpointNames.ReplayCommitted, 1, false), (FailpointNames.ReplayFollowed, 1, false),
            (FailpointNames.ReplayPushed, 1, true), (FailpointNames.ReplayFollowed, 2, false),
        ];
        var before = _git.Tip;
        var isOpen = false;
        foreach (var (point, hit, leavesOpen) in kills)
        {
            var killed = await KilledAsync("a", point, hit, "--mode", "apply");
            Assert.That(killed.Code, Is.EqualTo(137), $"{point}@{hit}\n{killed.Output}");
            Assert.That(killed.Output.Contains("resolved", StringComparison.Ordinal), Is.EqualTo(isOpen), $"{point}\n{killed.Output}");
            Assert.That(Unknown().Any(), Is.EqualTo(leavesOpen), point);
            isOpen = leavesOpen;
        }

        var (code, output) = await RunAsync("a", ["--mode", "apply", .. Confirmed]);
        Assert.That(code, Is.Zero, output);
        Assert.That(_git.Since(before).Select(commit => commit.MessageShort), Is.EqualTo(Steps.Select(step => $"TA replay a: {step}")));
        Assert.That(TaManifest.Read(_git.Text(ScriptedTa.Manifest)), Is.EqualTo(new TaManifest("torghut-ta-replay-a", "earliest", "running", 1)));
        (code, output) = await RunAsync("a", ["--mode", "apply", .. Confirmed]);
        Assert.That(code, Is.EqualTo(65), output);
        Assert.That(output, Does.Contain("Gate group"));
        (code, output) = await RunAsync("a", ["--mode", "rollback", .. Confirmed]);
        Assert.That(code, Is.Zero, output);
        Assert.That(TaManifest.Read(_git.Text(ScriptedTa.Manifest)), Is.EqualTo(new TaManifest("torghut-ta-live", "latest", "running", 2)));
        Assert.That(Unknown(), Is.Empty);
    }

    [Test]
    [Category("Long")]
    public async Task ApplyDestructive_KilledAnywhere_GoesOnAndIsRestorable()
    {
        (string Point, int Hit)[] kills =
        [
            (FailpointNames.ReplayBackedUp, 1), (FailpointNames.ReplayTopicDeleted, 1), (FailpointNames.ReplayTopicMade, 1),
            (FailpointNames.ReplayTopicDeleted, 1),
        ];
        var records = Read(Topics.TaSignals);
        Commit("torghut-ta-live-sink", Topics.TaSignals, 2);
        foreach (var (point, hit) in kills)
        {
            var killed = await KilledAsync("a", point, hit, Destructive);
            Assert.That(killed.Code, Is.EqualTo(137), $"{point}\n{killed.Output}");
        }

        var (code, output) = await RunAsync("a", ["--mode", "apply", .. Confirmed]);
        Assert.That(code, Is.EqualTo(65), "it was begun to delete topics");
        Assert.That(output, Does.Contain("Gate mode"));
        (code, output) = await RunAsync("a", [.. Destructive, .. Confirmed]);
        Assert.That(code, Is.Zero, output);
        Assert.That(Read(Topics.TaSignals), Is.Empty);
        (code, output) = await RunAsync("a", "--mode", "verify");
        Assert.That(code, Is.EqualTo(65), "nothing was replayed");
        Assert.That(output, Does.Match("WRONG +replayed"));
        (code, output) = await RunAsync("a", ["--mode", "rollback", .. Confirmed]);
        Assert.That((code, output.Contains("Gate confirmation", StringComparison.Ordinal)), Is.EqualTo((65, true)), output);
        _ta.Trading = ScriptedTa.OnPaper;
        (code, output) = await RunAsync("a", Rollback);
        Assert.That((code, output.Contains("Gate trading", StringComparison.Ordinal)), Is.EqualTo((65, true)), output);
        _ta.Trading = ScriptedTa.Paused;
        (code, output) = await RunAsync("a", Rollback);
        Assert.That(code, Is.Zero, output);
        Assert.That(Read(Topics.TaSignals), Is.EqualTo(records));
        using var logs = new ReplayLogs(new(_broker.BootstrapServers), TimeProvider.System);
        var positions = await logs.PositionsAsync("torghut-ta-live-sink", ReplayLogs.Derived);
        Assert.That(positions[(Topics.TaSignals, 0)], Is.EqualTo(2));
        Assert.That(Unknown(), Is.Empty);
    }

    /// <summary>A topic that a killed run has deleted and not made again is restored like one that was made.</summary>
    [Test]
    [Category("Long")]
    public async Task Rollback_KilledBetweenDeletingAndMaking_RestoresTheTopic()
    {
        var records = Topics.All.ToDictionary(topic => topic.Name, topic => ReplayLogs.Derived.Contains(topic.Name) ? Read(topic.Name) : null);
        Assert.That((await KilledAsync("a", FailpointNames.ReplayTopicDeleted, 1, Destructive)).Code, Is.EqualTo(137));
        var (code, output) = await RunAsync("a", Rollback);
        Assert.That(code, Is.Zero, output);
        foreach (var topic in ReplayLogs.Derived)
        {
            Assert.That(Read(topic), Is.EqualTo(records[topic]), topic);
        }
    }

    /// <summary>Records that came after the copy are in no copy.</summary>
    [Test]
    [Category("Long")]
    public async Task ApplyDestructive_TopicThatWasWrittenToSinceTheCopy_IsNotDeleted()
    {
        Assert.That((await KilledAsync("a", FailpointNames.ReplayBackedUp, 1, Destructive)).Code, Is.EqualTo(137));
        using (var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = _broker.BootstrapServers }).Build())
        {
            await producer.ProduceAsync(Topics.TaMicrobars, new Message<string, byte[]> { Key = "AAPL", Value = [9] });
            await producer.ProduceAsync(Topics.TaSignals, new Message<string, byte[]> { Key = "AAPL", Value = [9] });
        }

        var (code, output) = await RunAsync("a", [.. Destructive, .. Confirmed]);
        Assert.That(code, Is.EqualTo(70), output);
        Assert.That(output, Does.Contain("was written to since it was copied"));
        Assert.That((Read(Topics.TaMicrobars).Count, Read(Topics.TaSignals).Count), Is.EqualTo((4, 4)));
    }

    [Test]
    [Category("Long")]
    public async Task ApplyDestructive_DamagedCopy_NothingIsDeleted()
    {
        Assert.That((await KilledAsync("a", FailpointNames.ReplayBackedUp, 1, Destructive)).Code, Is.EqualTo(137));
        foreach (var copy in Directory.GetFiles(Path.Combine(_folder, "replays"), "*.gz"))
        {
            await File.WriteAllBytesAsync(copy, [1, 2, 3]);
        }

        var (code, output) = await RunAsync("a", [.. Destructive, .. Confirmed]);
        Assert.That(code, Is.EqualTo(70), output);
        Assert.That(output, Does.Contain("nothing was deleted"));
        Assert.That((Read(Topics.TaMicrobars).Count, Read(Topics.TaSignals).Count), Is.EqualTo((3, 3)));
    }

    [Test]
    [Category("Long")]
    public async Task Rollback_AnotherGroupRuns_IsRefused()
    {
        Assert.That((await RunAsync("a", ["--mode", "apply", .. Confirmed])).Code, Is.Zero);
        Assert.That((await RunAsync("b", ["--mode", "apply", .. Confirmed])).Code, Is.Zero);
        var (code, output) = await RunAsync("a", ["--mode", "rollback", .. Confirmed]);
        Assert.That((code, output.Contains("Gate group", StringComparison.Ordinal)), Is.EqualTo((65, true)), output);
        Assert.That(TaManifest.Read(_git.Text(ScriptedTa.Manifest)).Group, Is.EqualTo("torghut-ta-replay-b"));
    }

    [Test]
    [Category("Long")]
    public async Task Plan_Always_ChangesNothingAndSaysWhatWouldBe()
    {
        var before = _git.Tip;
        var (code, output) = await RunAsync("a");
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("torghut-ta-replay-a (earliest)").And.Contain("job.restartNonce = 1").And.Contain("--mode rollback"));
        Assert.That((await RunAsync("a", "--mode", "plan-destructive")).Output, Does.Contain("delete those two topics"));
        Assert.That((await RunAsync("a", "--json")).Output, Does.Contain("\"group\": \"torghut-ta-replay-a\""));
        Assert.That((await RunAsync("no/id")).Code, Is.EqualTo(64));
        Assert.That((_git.Tip, File.Exists(AuditFile)), Is.EqualTo((before, false)));
    }

    [Test]
    public void Points_OfReplays_AreAllKilledAt()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "tests/Torghut.Ops.Integration.Tests/ReplayCommandTests.cs"));
        var names = typeof(FailpointNames).GetFields().Where(field => field.IsLiteral && field.Name.StartsWith("Replay", StringComparison.Ordinal));
        Assert.That(names.Select(field => field.Name), Has.All.Matches<string>(name => text.Contains($"(FailpointNames.{name},", StringComparison.Ordinal)));
    }

    private async Task RefusesAsync(string gate, string id, params string[] arguments)
    {
        var before = _git.Tip;
        var (code, output) = await RunAsync(id, arguments);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(65), output);
            Assert.That(output, Does.Contain($"Refused, nothing was changed. Gate {gate}:"));
            Assert.That(_git.Tip, Is.EqualTo(before));
            Assert.That(Directory.GetFiles(Path.Combine(_folder, "replays"), "*.json"), Is.Empty);
            Assert.That(File.ReadLines(AuditFile).Last(), Does.Contain("\"refused\"").And.Contain(gate));
        });
    }

    private async Task<(int Code, string Output)> KilledAsync(string id, string point, int hit, params string[] arguments)
    {
        var keys = Keys;
        keys["DOTNET_ENVIRONMENT"] = "Drill";
        keys["FAILPOINTS"] = $"{point}=kill@{hit}";
        await using var process = ServiceProcess.Start("torghut-ops", keys, ["ta-replay", "--replay-id", id, .. arguments, .. Confirmed]);
        var code = await process.WaitForExitAsync(RunTimeout);
        await TestContext.Out.WriteLineAsync($"{point}@{hit}: {code}\n{process.Output}");
        return (code, process.Output);
    }

    private async Task<(int Code, string Output)> RunAsync(string id, params string[] arguments)
    {
        await using var process = ServiceProcess.Start("torghut-ops", Keys, ["ta-replay", "--replay-id", id, .. arguments]);
        var code = await process.WaitForExitAsync(RunTimeout);
        await TestContext.Out.WriteLineAsync(process.Output);
        return (code, process.Output);
    }

    private void Commit(string group, string topic, long offset)
    {
        using var member = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = _broker.BootstrapServers, GroupId = group }).Build();
        member.Commit([new TopicPartitionOffset(topic, 0, offset)]);
    }

    private IEnumerable<string> Unknown()
    {
        var audit = new Audit.AuditTrail(new Audit.AuditOptions { File = AuditFile }, "test", TimeProvider.System);
        return new[] { ReplaySteps.Action, DerivedTopics.Action }.SelectMany(audit.Unknown).Select(entry => entry.Detail);
    }

    private List<(int Partition, long Timestamp, string Key, string Value)> Read(string topic)
    {
        var records = new List<(int, long, string, string)>();
        using var logs = new ReplayLogs(new(_broker.BootstrapServers), TimeProvider.System);
        logs.ReadAll(
            topic,
            read => records.Add((
                read.Partition.Value, read.Message.Timestamp.UnixTimestampMs, Convert.ToHexString(read.Message.Key!),
                Convert.ToHexString(read.Message.Value!))),
            CancellationToken.None);
        return [.. records.Order()];
    }

    /// <summary>Three trades, and three rows of both tables that came of them.</summary>
    private async Task FillAsync()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _broker.BootstrapServers }).Build();
        await admin.CreateTopicsAsync(Topics.All.Select(topic => new TopicSpecification
        {
            Name = topic.Name,
            NumPartitions = 1,
            ReplicationFactor = 1,
            Configs = new() { ["cleanup.policy"] = topic.Cleanup == TopicCleanup.Compact ? "compact" : "delete", ["retention.ms"] = "-1" },
        }));
        using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = _broker.BootstrapServers }).Build();
        for (byte i = 0; i < 3; i++)
        {
            foreach (var topic in new[] { Topics.Trades, Topics.TaMicrobars, Topics.TaSignals })
            {
                await producer.ProduceAsync(topic, new Message<string, byte[]> { Key = "AAPL", Value = [i] });
            }
        }

        foreach (var table in DerivedRows.Tables)
        {
            await _client.ExecuteNonQueryAsync(
                $"CREATE TABLE torghut.{table} ({Columns}) ENGINE = ReplacingMergeTree(ingest_ts) PARTITION BY toDate(event_ts) "
                + "ORDER BY (symbol, event_ts, seq)");
            await _client.ExecuteNonQueryAsync(
                $"INSERT INTO torghut.{table} SELECT 'AAPL', toDateTime64('2024-03-11 13:30:00', 3, 'UTC') + number, number, now64(3), NULL, 't', 0, number "
                + "FROM numbers(3)");
        }
    }
}
