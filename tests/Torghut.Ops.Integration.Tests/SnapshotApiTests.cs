using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Torghut.ClickHouse;
using Torghut.Contracts;
using Torghut.Sandbox.ClickHouse;
using Torghut.Sandbox.Kafka;
using Torghut.Sandbox.Postgres;
using Torghut.Testing;

namespace Torghut.Ops.Integration.Tests;

/// <summary>The service against a real ClickHouse and a real PostgreSQL.</summary>
public sealed class SnapshotApiTests
{
    private const string Schema = """
        CREATE TABLE trade_decisions (account_label text DEFAULT 'paper', status text NOT NULL, risk_reasons text[] NOT NULL DEFAULT '{}', submitted_at timestamptz, created_at timestamptz NOT NULL DEFAULT now());
        CREATE TABLE strategies (name text, suspended_at timestamptz, suspended_reason text);
        CREATE TABLE executions (account_label text DEFAULT 'paper', status text NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
        INSERT INTO trade_decisions (status, risk_reasons) VALUES ('rejected', '{stale_signal,cooldown_active}'), ('filled', '{}');
        INSERT INTO executions (status) VALUES ('filled');
        CREATE TABLE position_snapshots (account_label text DEFAULT 'paper', created_at timestamptz NOT NULL DEFAULT now());
        CREATE TABLE llm_decision_reviews (account_label text DEFAULT 'paper', outcome text, verdict text NOT NULL, tokens_prompt integer, tokens_completion integer, created_at timestamptz DEFAULT now());
        INSERT INTO llm_decision_reviews (outcome, verdict, tokens_prompt, tokens_completion) VALUES ('ok', 'veto', 100, 20), ('ok', 'approve', 100, NULL), ('timeout', 'abstain', NULL, NULL);
        INSERT INTO position_snapshots (created_at) VALUES (now() + interval '1 hour');
        """;

    private static readonly string[] Unseen = ["processes.infrastructure", "processes.services"];

    private string _folder = "";
    private ClickHouseServer _clickHouse = null!;
    private PostgresServer _postgres = null!;
    private KafkaBroker _kafka = null!;
    private StubServices _services = null!;

    private Dictionary<string, string> Keys => new()
    {
        ["TA_CLICKHOUSE_URL"] = _clickHouse.BaseAddress.ToString(),
        ["DB_DSN"] = _postgres.Uri.ToString(),
        ["KAFKA_BOOTSTRAP"] = _kafka.BootstrapServers,
        ["TORGHUT_TRADING_URL"] = _services.Address.ToString(),
        ["TORGHUT_WS_URL"] = _services.Address.ToString(),
        ["TORGHUT_TA_URL"] = _services.Address.ToString(),
        ["OPS_STATIC_SYMBOLS"] = "AAPL",
        ["OPS_SNAPSHOT_DIR"] = Path.Combine(_folder, "snapshots"),

        // A probe of a process that has just started pays for its compilation; what is tested is what it finds, not how fast.
        ["OPS_PROBE_TIMEOUT_MS"] = "20000",

        // The rows of the fixture may be minutes old before they are looked at.
        ["OPS_REJECTION_WINDOW_MINUTES"] = "240",
        ["OPS_MAX_TICK_AGE_SECONDS"] = "86400",
    };

    private static string Healthy =>
        $$$"""{"account_label":"paper","mode":"paper","trading_enabled":true,"live_enabled":false,"kill_switch_enabled":false,"running":true,"last_tick_at":"{{{TimeProvider.System.GetUtcNow():O}}}","engaged":[],"universe":["AAPL"],"llm":{"mode":"off","policy_resolution":"compliant","reasons":[]},"market":{"is_open":true,"market_time":"2013-10-07T14:00:05Z"}}""";

    [OneTimeSetUp]
    public async Task StartInfrastructure()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-ops-").FullName;
        // PostgreSQL runs as another user when the tests run as root, and has to reach its folder.
        var postgres = new PostgresOptions { DataDirectory = Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(_folder)}-postgres"), SyncsToDisk = false };
        _postgres = await PostgresServer.StartAsync(postgres, NullLoggerFactory.Instance, CancellationToken.None);
        _clickHouse = await ClickHouseServer.StartAsync(new ClickHouseOptions { DataDirectory = _folder }, NullLoggerFactory.Instance, CancellationToken.None);
        _services = await StubServices.StartAsync();
        _kafka = await KafkaBroker.StartAsync(
            new KafkaBrokerOptions { DataDirectory = Path.Combine(_folder, "kafka") }, NullLoggerFactory.Instance, CancellationToken.None);
        await CreateTopicsAsync();
        await using var database = NpgsqlDataSource.Create(_postgres.ConnectionString);
        await using var command = database.CreateCommand(Schema);
        await command.ExecuteNonQueryAsync();
        using var client = ClickHouseClient.Create(new ClickHouseClientSettings { Endpoint = _clickHouse.BaseAddress }, TimeProvider.System);
        foreach (var table in new[] { "ta_signals", "ta_microbars" })
        {
            await client.ExecuteNonQueryAsync(
                $"CREATE TABLE torghut.{table} (symbol String, event_ts DateTime64(3, 'UTC')) ENGINE = MergeTree PARTITION BY toDate(event_ts) ORDER BY event_ts");
            await client.ExecuteNonQueryAsync($"INSERT INTO torghut.{table} VALUES ('AAPL', '2013-10-07 14:00:00.000')");
        }
    }

    [OneTimeTearDown]
    public async Task StopInfrastructure()
    {
        await _services.DisposeAsync();
        await _kafka.DisposeAsync();
        await _clickHouse.DisposeAsync();
        await _postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        Directory.Delete($"{_folder}-postgres", recursive: true);
    }

    [Test]
    public async Task Snapshot_HealthySystemWithoutACluster_HasTheRealFiguresAndSaysWhatItDidNotSee()
    {
        _services.Status = Healthy;
        await using var ops = await RunningOps.StartAsync(Keys);
        var snapshot = await ops.SnapshotAsync();
        var facts = snapshot.GetProperty("facts").EnumerateArray().ToDictionary(f => f.GetProperty("id").GetString()!);
        var failed = facts.Values.Where(f => !f.GetProperty("ok").GetBoolean()).Select(f => f.GetProperty("id").GetString());
        Assert.That(failed, Is.EquivalentTo(Unseen), snapshot.ToString());
        Assert.Multiple(() =>
        {
            Assert.That(snapshot.GetProperty("verdict").GetString(), Is.EqualTo("YELLOW"));
            Assert.That(
                snapshot.GetProperty("interpretations").EnumerateArray().Select(i => i.GetProperty("rule").GetString()),
                Is.EqualTo(new[] { "plane_unseen", "plane_unseen", "not_configured" }));
            Assert.That(snapshot.GetProperty("confidence").GetString(), Does.StartWith("low").And.Contain("control, compute"));
            Assert.That(snapshot.GetProperty("coverage").GetProperty("blind").EnumerateArray().Select(id => id.GetString()), Is.EquivalentTo(Unseen));
            Assert.That(facts["cluster.api"].GetProperty("value").GetProperty("cluster").GetString(), Is.EqualTo("none"));
            Assert.That(facts["clickhouse.ta_signals"].GetProperty("value").GetRawText(), Does.Contain("\"lag_seconds\": 5").And.Contain("\"rows\": 1"));
            Assert.That(facts["postgres.decisions_by_status"].GetProperty("value").GetProperty("filled").GetInt32(), Is.EqualTo(1));
            Assert.That(facts["postgres.rejections_recent"].GetProperty("value").GetProperty("stale_signal").GetInt32(), Is.EqualTo(1));
            Assert.That(
                facts["postgres.reviews"].GetProperty("value").EnumerateObject().Select(p => (p.Name, p.Value.GetInt32())),
                Is.EquivalentTo(new[] { ("reviews", 2), ("vetoes", 1), ("requests", 2), ("tokens", 220) }));
            Assert.That(facts["kafka.topics"].GetProperty("value").GetProperty("topics").GetArrayLength(), Is.EqualTo(Topics.All.Count));
            Assert.That(facts["clickhouse.fresh_symbols"].GetProperty("value").GetProperty("symbols").GetArrayLength(), Is.EqualTo(1));
            Assert.That(facts.Values.Select(f => f.GetProperty("command").GetString()), Has.All.Not.Empty.And.All.Not.Contain("torghut-sandbox"));
        });
    }

    [TestCase("low_memory", "true", Category = "Long")]
    [TestCase("precise", "false", Category = "Long")]
    [TestCase("auto", "false")]
    public async Task Snapshot_FreshnessByAnyQuery_IsTheSameTime(string mode, string isLowMemory)
    {
        _services.Status = Healthy;
        await using var ops = await RunningOps.StartAsync(new Dictionary<string, string>(Keys) { ["CLICKHOUSE_FRESHNESS_QUERY_MODE"] = mode });
        var signals = (await ops.SnapshotAsync()).GetProperty("facts").EnumerateArray().Single(f => f.GetProperty("id").GetString() == "clickhouse.ta_signals");
        Assert.That(
            signals.GetProperty("value").GetRawText(),
            Does.Contain("\"newest_event_ts\": \"2013-10-07T14:00:00.000Z\"").And.Contain("\"rows\": 1").And.Contain($"\"low_memory\": {isLowMemory}"));
    }

    /// <summary>The first snapshot of a process pays for its compilation, so that it is the second that counts.</summary>
    [Test]
    [Category("Drill")]
    public async Task Snapshot_OneProbeHangs_CostsItsOwnDeadlineOnly()
    {
        _services.Status = Healthy;
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var ops = await RunningOps.StartAsync(new Dictionary<string, string>(Keys)
        {
            ["TORGHUT_WS_URL"] = $"http://{silent.LocalEndpoint}",
            ["OPS_PROBE_TIMEOUT_MS"] = "10000",
        });
        await ops.SnapshotAsync();
        var snapshot = await ops.SnapshotAsync();
        var facts = snapshot.GetProperty("facts").EnumerateArray().ToDictionary(f => f.GetProperty("id").GetString()!);
        var metadata = snapshot.GetProperty("metadata");
        var window = metadata.GetProperty("capture_ended").GetDateTimeOffset() - metadata.GetProperty("capture_started").GetDateTimeOffset();
        var others = facts.Values.Where(f => f.GetProperty("component").GetString() != "ws").Select(f => f.GetProperty("duration_ms").GetInt64()).ToArray();
        await TestContext.Out.WriteLineAsync($"capture {window.TotalMilliseconds:0} ms, the slowest other probe {others.Max()} ms");
        Assert.Multiple(() =>
        {
            Assert.That(facts["ws.readyz"].GetProperty("outcome").GetString(), Is.EqualTo("timeout"));
            Assert.That(facts.Values.Where(f => !f.GetProperty("ok").GetBoolean()).Select(f => f.GetProperty("id").GetString()),
                Is.EquivalentTo(Unseen.Append("ws.readyz").Append("ws.symbols")));
            Assert.That(window.TotalMilliseconds - facts["ws.readyz"].GetProperty("duration_ms").GetInt64(), Is.LessThan(2_000));
        });
    }

    [Test]
    [Category("Drill")]
    public async Task Snapshot_ManyTimes_StaysWithinItsTime()
    {
        _services.Status = Healthy;
        await using var ops = await RunningOps.StartAsync(Keys);
        var windows = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            var metadata = (await ops.SnapshotAsync()).GetProperty("metadata");
            windows.Add((metadata.GetProperty("capture_ended").GetDateTimeOffset() - metadata.GetProperty("capture_started").GetDateTimeOffset()).TotalSeconds);
        }

        await ops.GetAsync("/openapi.json");
        var metrics = (await ops.GetAsync("/metrics")).Body.Split('\n');
        var resident = double.Parse(
            metrics.Single(line => line.StartsWith("process_resident_memory_bytes ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
        windows.Sort();
        await TestContext.Out.WriteLineAsync(
            $"drill: snapshots of {windows[0]:0.000} to {windows[^1]:0.000} s, half of them below {windows[10]:0.000} s; {resident / 1e6:0} MB resident");
        Assert.That(windows[10], Is.LessThan(2));
    }

    [Test]
    [Category("Long")]
    public async Task Snapshot_LoopStopped_IsRed()
    {
        _services.Status = Healthy.Replace("\"running\":true", "\"running\":false", StringComparison.Ordinal);
        await using var ops = await RunningOps.StartAsync(Keys);
        var page = await ops.GetAsync("/api/snapshot?format=html");
        var text = await ops.GetAsync("/api/snapshot?format=md");
        var metrics = (await ops.GetAsync("/metrics")).Body;
        Assert.Multiple(async () =>
        {
            Assert.That((await ops.SnapshotAsync()).GetProperty("verdict").GetString(), Is.EqualTo("RED"));
            Assert.That((page.ContentType, text.ContentType), Is.EqualTo(("text/html", "text/markdown")));
            Assert.That(text.Body, Does.Contain("Service incident: the trading loop is not running."));
            Assert.That((await ops.GetAsync("/api/snapshots?limit=2")).Body, Does.Contain("\"verdict\": \"RED\"").And.Contain("\"next\": \"2"));
            Assert.That((await ops.GetAsync("/api/snapshots?limit=0")).Status, Is.EqualTo(400));
            Assert.That((await ops.GetAsync("/api/snapshots/20130101T000000000Z-00000000")).Status, Is.EqualTo(404));
            Assert.That(await Promtool.CheckAsync(metrics), Is.Empty);
            Assert.That(metrics, Does.Match("torghut_ops_snapshots_total{verdict=\"RED\"} [1-9]"));
        });
    }

    [Test]
    public async Task Snapshot_EverythingDown_IsAnAnswerOfFailedFacts()
    {
        var nowhere = $"http://127.0.0.1:{ServiceProcess.FreePort()}";
        await using var ops = await RunningOps.StartAsync(new Dictionary<string, string>
        {
            ["TA_CLICKHOUSE_URL"] = nowhere,
            ["DB_DSN"] = $"postgresql://user:marked-secret@127.0.0.1:{ServiceProcess.FreePort()}/torghut",
            ["TORGHUT_TRADING_URL"] = nowhere,
        });
        var response = await ops.GetAsync("/api/snapshot");
        Assert.Multiple(async () =>
        {
            Assert.That(response.Status, Is.EqualTo(200));
            Assert.That((await ops.SnapshotAsync()).GetProperty("verdict").GetString(), Is.EqualTo("RED"));
            Assert.That((await ops.GetAsync("/readyz")).Status, Is.EqualTo(200));
            Assert.That(response.Body + ops.Process.Output, Does.Not.Contain("marked-secret"));
        });
    }

    [Test]
    public async Task Command_Snapshot_PrintsAndWrites()
    {
        _services.Status = Healthy;
        var folder = Path.Combine(_folder, "out");
        await using var printing = ServiceProcess.Start("torghut-ops", Keys, "snapshot", "--format", "md");
        await using var writing = ServiceProcess.Start("torghut-ops", Keys, "snapshot", "--format", "json", "--out", folder);
        await using var health = ServiceProcess.Start("torghut-ops", Keys, "health");
        await using var wrong = ServiceProcess.Start("torghut-ops", Keys, "snapshot", "--format", "pdf");
        var exits = new[]
        {
            await health.WaitForExitAsync(), await printing.WaitForExitAsync(), await writing.WaitForExitAsync(), await wrong.WaitForExitAsync(),
        };
        await Eventually.HoldsAsync(() => printing.Output.Contains("Decision plane", StringComparison.Ordinal), "the printed snapshot");
        Assert.Multiple(() =>
        {
            Assert.That(exits, Is.EqualTo(new[] { 1, 1, 1, 64 }));
            Assert.That(printing.Output, Does.StartWith("# Torghut snapshot: YELLOW"));
            Assert.That(Directory.GetFiles(folder, "snapshot-*.json"), Has.Length.EqualTo(1));
            Assert.That(health.Output, Does.StartWith("torghut is degraded"));
        });

        var file = Directory.GetFiles(folder).Single();
        await using var again = ServiceProcess.Start("torghut-ops", Keys, "snapshot", "--facts", file, "--format", "json", "--out", folder);
        await using var difference = ServiceProcess.Start("torghut-ops", Keys, "snapshot", "diff", file, file);
        Assert.That(new[] { await again.WaitForExitAsync(), await difference.WaitForExitAsync() }, Is.EqualTo(new[] { 1, 0 }));
        Assert.That(Directory.GetFiles(folder), Is.EqualTo(new[] { file }), "The same facts give the same snapshot, of the same name.");
    }

    [Test]
    public async Task Start_WrongConfiguration_NamesEveryKey()
    {
        await using var process = ServiceProcess.Start(
            "torghut-ops", new Dictionary<string, string> { ["DB_DSN"] = "nonsense", ["OPS_STATIC_SYMBOLS"] = "no symbol", ["OPS_PROBE_TIMEOUT_MS"] = "1" });
        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(78), process.Output);
        await Eventually.HoldsAsync(() => process.Output.Contains("--help", StringComparison.Ordinal), "the report");
        Assert.That(process.Output, Does.Contain("DB_DSN: expected").And.Contain("OPS_STATIC_SYMBOLS: expected").And.Contain("OPS_PROBE_TIMEOUT_MS: expected"));
    }

    private async Task CreateTopicsAsync()
    {
        using var admin = new AdminClientBuilder(new ClientConfig { BootstrapServers = _kafka.BootstrapServers }).Build();
        await admin.CreateTopicsAsync(Topics.All.Select(topic => new TopicSpecification
        {
            Name = topic.Name,
            NumPartitions = topic.Partitions,
            ReplicationFactor = 1,
            Configs = new Dictionary<string, string>
            {
                ["retention.ms"] = topic.Retention is { } kept ? $"{(long)kept.TotalMilliseconds}" : "-1",
                ["cleanup.policy"] = topic.Cleanup switch
                {
                    TopicCleanup.Compact => "compact",
                    TopicCleanup.CompactAndDelete => "compact,delete",
                    _ => "delete",
                },
            },
        }));
    }
}
