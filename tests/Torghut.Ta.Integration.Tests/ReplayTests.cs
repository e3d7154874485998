using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Torghut.Ops.Replay;
using Torghut.Ta.Integration.Tests.Support;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;
using Torghut.Tests.Shared;

namespace Torghut.Ta.Integration.Tests;

/// <summary>The runbook of a replay, with the real torghut-ta and torghut-ops: plan, apply, verify, back to the steady-state group.</summary>
// A process can have one ClickHouse engine at a time.
[TestFixture]
[NonParallelizable]
internal sealed class ReplayTests
{
    private static readonly string[] Confirmed = ["--reason", "drill", "--confirm", ReplayRunner.Confirmation];

    private TaSandbox _sandbox = null!;
    private StoreServer _store = null!;
    private GitRemote _git = null!;
    private WebApplication _trading = null!;
    private string _port = "";

    [SetUp]
    public async Task StartAsync()
    {
        _sandbox = await TaSandbox.StartAsync();
        _ = _sandbox.Broker;
        _store = new StoreServer(_sandbox.Folder);
        await _store.StartAsync();
        _git = GitRemote.Create(
            Path.Combine(_sandbox.Folder, "git"),
            new Dictionary<string, string> { [ReconciledTa.Manifest] = await File.ReadAllTextAsync(Path.Combine(Repository.Root, ReconciledTa.Manifest)) });
        _port = ServiceProcess.FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _trading = builder.Build();
        _trading.MapGet("/trading/status", () => Results.Text("""{"trading_enabled":false,"mode":"paper","live_enabled":false}""", "application/json"));
        await _trading.StartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _trading.DisposeAsync();
        _git.Dispose();
        await _store.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Test]
    [Category("Long")]
    public async Task Runbook_FreshGroup_GivesTheFirstRunsRowsAndGoesBack()
    {
        await using var ta = ReconciledTa.Start(_git, Environment);
        var original = _git.Text(ReconciledTa.Manifest);
        var expected = await FirstRunAsync(ta);
        Assert.That((await RunAsync("one")).Code, Is.Zero);
        Assert.That(_git.Text(ReconciledTa.Manifest), Is.EqualTo(original), "a plan changes nothing");

        Assert.That((await RunAsync("one", ["--mode", "apply", .. Confirmed])).Code, Is.Zero);
        await Eventually.HoldsAsync(async () => (await RunAsync("one", "--mode", "verify")).Code == 0, "the rows are the first run's, written again");
        var rows = await _store.ScalarAsync<long>("SELECT count() FROM torghut.ta_signals FINAL");
        Assert.That(rows, Is.EqualTo(expected));

        Assert.That((await RunAsync("one", ["--mode", "rollback", .. Confirmed])).Code, Is.Zero);
        Assert.That(
            _git.Text(ReconciledTa.Manifest), Is.EqualTo(original.Replace("restartNonce: 0", "restartNonce: 2", StringComparison.Ordinal)));
        await Feeder.FeedAsync(_sandbox, Later());
        await Eventually.HoldsAsync(
            async () => await _store.ScalarAsync<long>("SELECT count() FROM torghut.ta_signals FINAL") > expected, "the steady-state group goes on");
        Assert.That((await RunAsync("one", ["--mode", "apply", .. Confirmed])).Code, Is.EqualTo(65));
    }

    /// <summary>Topics made anew hold the replay alone; what they held before is there again after the rollback, and the former sink goes on.</summary>
    [Test]
    [Category("Long")]
    public async Task Destructive_FreshGroup_GivesTheFirstRunsRowsAndIsRestorable()
    {
        await using var ta = ReconciledTa.Start(_git, Environment);
        var expected = await FirstRunAsync(ta);
        var records = (await _sandbox.Signals.ReadAsync()).Count;
        string[] destructive = ["--mode", "apply-destructive", "--ticket", "INC-1", "--confirm-destructive", ReplayRunner.DestructiveConfirmation];
        Assert.That((await RunAsync("two", [.. destructive, .. Confirmed])).Code, Is.Zero);
        await Eventually.HoldsAsync(async () => (await RunAsync("two", "--mode", "verify")).Code == 0, "the rows are the first run's");
        string[] rollback = ["--mode", "rollback", "--confirm-destructive", ReplayRunner.DestructiveConfirmation];
        Assert.That((await RunAsync("two", [.. rollback, .. Confirmed])).Code, Is.Zero);
        using (var logs = new ReplayLogs(new(_sandbox.Bootstrap), TimeProvider.System))
        {
            Assert.That((await logs.ReadAsync("torghut.ta.signals.v1")).Sum(log => log.End - log.Start), Is.EqualTo(records));
        }

        await Feeder.FeedAsync(_sandbox, Later());
        await Eventually.HoldsAsync(
            async () => await _store.ScalarAsync<long>("SELECT count() FROM torghut.ta_signals FINAL") > expected, "the steady-state group goes on");
    }

    /// <summary>A runner that begins at the end of the logs: settings and positions are right, and so is every row, of the first run.</summary>
    [Test]
    [Category("Long")]
    public async Task Verify_GroupChangedAndNothingReplayed_IsCaught()
    {
        await using var ta = ReconciledTa.Start(_git, manifest =>
        {
            var environment = Environment(manifest);
            environment["TA_AUTO_OFFSET_RESET"] = "latest";
            return environment;
        });
        await FirstRunAsync(ta);
        Assert.That((await RunAsync("planted", ["--mode", "apply", .. Confirmed])).Code, Is.Zero);
        var (code, output) = await Eventually.ReadsAsync(
            () => RunAsync("planted", "--mode", "verify"), run => run.Output.Contains("has read the inputs", StringComparison.Ordinal), "positions are right");
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(65), output);
            Assert.That(output, Does.Match("ok +configuration").And.Match("ok +positions").And.Match("ok +rows"));
            Assert.That(output, Does.Match("WRONG +replayed +nothing was replayed"));
        });
    }

    private static Scenario Later()
    {
        var later = Scenario.Make(12);
        return new(
            [.. later.Trades.Select(t => t with { Ts = t.Ts + (300 * Scenario.Second), Ingest = t.Ingest + (300 * Scenario.Second), Id = t.Id + 100_000 })],
            [.. later.Quotes.Select(q => q with { Ts = q.Ts + (300 * Scenario.Second), Ingest = q.Ingest + (300 * Scenario.Second) })]);
    }

    private Dictionary<string, string> Environment(TaManifest manifest) => _sandbox.Environment(
        ("TA_HEALTH_PORT", _port), ("TA_CLICKHOUSE_URL", _store.Address.ToString()), ("TA_CLICKHOUSE_FLUSH_MS", "50"),
        ("TA_CLICKHOUSE_TTL_DAYS_MICROBARS", "0"), ("TA_CLICKHOUSE_TTL_DAYS_SIGNALS", "0"), ("TA_GROUP_ID", manifest.Group),
        ("TA_AUTO_OFFSET_RESET", manifest.OffsetReset), ("TA_JOB_STATE", manifest.JobState));

    /// <summary>The group begins at the end of the logs, as in production, so it has to have begun before there is anything.</summary>
    private async Task<int> FirstRunAsync(ReconciledTa ta)
    {
        await Eventually.HoldsAsync(
            async () => await ta.Now.MetricAsync("torghut_ta_commit_duration_seconds_count") >= 3, "each partition has committed its beginning");
        var scenario = Scenario.Make(11);
        await Feeder.FeedAsync(_sandbox, scenario);
        var expected = TaOracle.Run(scenario.Trades, scenario.Quotes, new OracleSettings());
        foreach (var (table, count) in new[] { ("ta_signals", expected.Signals.Count), ("ta_microbars", expected.Bars.Count) })
        {
            await Eventually.HoldsAsync(
                async () => await _store.ScalarAsync<long>($"SELECT count() FROM system.tables WHERE database = 'torghut' AND name = '{table}'") == 1
                    && await _store.ScalarAsync<long>($"SELECT count() FROM torghut.{table} FINAL") == count,
                $"the first run's {table} are stored");
        }

        return expected.Signals.Count;
    }

    private async Task<(int Code, string Output)> RunAsync(string id, params string[] arguments)
    {
        var keys = new Dictionary<string, string>
        {
            ["KAFKA_BOOTSTRAP"] = _sandbox.Bootstrap,
            ["SCHEMA_REGISTRY_URL"] = _sandbox.RegistryServer.BaseAddress.ToString(),
            ["TA_CLICKHOUSE_URL"] = _store.Address.ToString(),
            ["TORGHUT_TA_URL"] = $"http://127.0.0.1:{_port}/",
            ["TORGHUT_TRADING_URL"] = _trading.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(),
            ["OPS_GITOPS_DIR"] = _git.Clone,
            ["OPS_AUDIT_FILE"] = Path.Combine(_sandbox.Folder, "audit.jsonl"),
            ["OPS_REPLAY_DIR"] = Path.Combine(_sandbox.Folder, "replays"),
            ["OPS_OPERATOR"] = "someone",
        };
        await using var process = ServiceProcess.Start("torghut-ops", keys, ["ta-replay", "--replay-id", id, .. arguments]);
        var code = await process.WaitForExitAsync(TimeSpan.FromMinutes(10));
        await TestContext.Out.WriteLineAsync($"{string.Join(' ', arguments)}: {code}\n{process.Output}");
        return (code, process.Output);
    }
}
