using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Ta.Drills;
using Torghut.Ta.Integration.Tests.Support;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests;

/// <summary>The built torghut-ta's savepoint command, on files and on an independent S3 server.</summary>
[TestFixture]
internal sealed class SavepointTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    private TaSandbox _sandbox = null!;
    private DerivedTopic<Microbar> _bars = null!;
    private DerivedTopic<Signal> _signals = null!;
    private S3Server? _s3;

    private string Folder => Path.Combine(_sandbox.Folder, "savepoints");

    [SetUp]
    public async Task StartAsync()
    {
        _sandbox = await TaSandbox.StartAsync();
        _bars = _sandbox.Microbars;
        _signals = _sandbox.Signals;
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_s3 is not null)
        {
            await _s3.DisposeAsync();
        }

        _s3 = null;
        await _sandbox.DisposeAsync();
    }

    [TestCase("file")]
    [TestCase("s3", Category = "Long")]
    public async Task Restore_HalfWayInAFreshGroup_GivesTheBytesOfARunInOnePiece(string scheme)
    {
        var scenario = Make(50);
        var straight = await RunInOnePieceAsync(scenario);
        using var feeder = await Feeder.OpenAsync(_sandbox);
        scenario.Send(feeder, 0, 2);
        await using (var ta = new RunningTa(Environment(scheme, "torghut-ta-live")))
        {
            await ReadsAsync(ta, scenario.CountFirst(2));
            var created = await SavepointAsync(Environment(scheme, "torghut-ta-live"), "create", "--name", "half");
            Assert.That(created, Does.Contain("half: group torghut-ta-live").And.Contain("3 symbols"));
            Assert.That(await ta.Process.StopAsync(), Is.Zero, ta.Process.Output);
        }

        Assert.That(await SavepointAsync(Environment(scheme, "any"), "list"), Does.StartWith("half: group torghut-ta-live"));
        scenario.Send(feeder, 1, 2);
        scenario.SendEnd(feeder);
        var fresh = Environment(scheme, "torghut-ta-restored");
        Assert.That(await SavepointAsync(fresh, "restore", "half"), Does.Contain($"Group {_sandbox.Group("torghut-ta-restored")} goes on from half"));
        await using (var ta = new RunningTa(fresh))
        {
            await EverySignalAsync(scenario, ta);
        }

        Assert.That((await _bars.DigestAsync(), await _signals.DigestAsync()), Is.EqualTo(straight));
    }

    [Test]
    [Category("Long")]
    public async Task Create_WhileRecordsFlow_IsAtACommit()
    {
        var scenario = Make(51);
        using var feeder = await Feeder.OpenAsync(_sandbox);
        scenario.Send(feeder);
        scenario.SendEnd(feeder);
        var environment = Environment("file", "torghut-ta-live");
        environment["TA_CHECKPOINT_INTERVAL_MS"] = "10";
        await using (var ta = new RunningTa(environment))
        {
            await Eventually.HoldsAsync(async () => await ta.MetricAsync("torghut_ta_commit_duration_seconds_count") > 2, "commits", Timeout);
            await SavepointAsync(environment, "create", "--name", "flow");
            await EverySignalAsync(scenario, ta);
        }

        var fresh = Environment("file", "torghut-ta-restored");
        await SavepointAsync(fresh, "restore", "flow");
        await using (var ta = new RunningTa(fresh))
        {
            await Eventually.HoldsAsync(async () => (await ta.ReadinessAsync()).Ready && await LagAsync(ta) == 0, "it is through", Timeout);
        }

        // What the live group wrote after the savepoint came a second time: the same keys with the same bytes, none other.
        Assert.That((await _signals.ReadAsync()).Select(r => Convert.ToHexString(r.Value)).Distinct().Count(), Is.EqualTo(scenario.Expected.Signals.Count));
        OracleComparison.AssertEqual(await _bars.LatestAsync(), await _signals.LatestAsync(), scenario.Expected);
    }

    [TestCase("file", Category = "Long")]
    [TestCase("s3", Category = "Long")]
    public async Task Kill_BeforeTheRename_LeavesNoSavepointAndTheNextWorks(string scheme)
    {
        await CommitSomethingAsync();
        var drill = Environment(scheme, "torghut-ta-live");
        drill["DOTNET_ENVIRONMENT"] = "Drill";
        drill["FAILPOINTS"] = $"{FailpointNames.SavepointBeforeRename}=kill";
        await using (var dying = ServiceProcess.Start("torghut-ta", drill, "savepoint", "create", "--name", "cut"))
        {
            Assert.That(await dying.WaitForExitAsync(Timeout), Is.EqualTo(137), dying.Output);
        }

        var environment = Environment(scheme, "torghut-ta-live");
        Assert.That(await SavepointAsync(environment, "list"), Is.Empty);
        Assert.That(await FailAsync(environment, "restore", "cut"), Does.Contain("cut could not be read").Or.Contain("cut.savepoint could not be read"));
        await SavepointAsync(environment, "create", "--name", "cut");
        Assert.That(await SavepointAsync(environment, "list"), Does.StartWith("cut: group torghut-ta-live"));
        Assert.That(await FailAsync(environment, "create", "--name", "cut"), Does.Contain("is there already"));
    }

    [Test]
    [Category("Long")]
    public async Task Restore_DamagedOrCutFile_IsRefusedAndListedAsSuch()
    {
        await CommitSomethingAsync();
        var environment = Environment("file", "torghut-ta-live");
        await SavepointAsync(environment, "create", "--name", "whole");
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Folder, "whole.savepoint"));
        await File.WriteAllBytesAsync(Path.Combine(Folder, "cut.savepoint"), bytes[..(bytes.Length / 2)]);
        bytes[bytes.Length / 3] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(Folder, "damaged.savepoint"), bytes);
        var fresh = Environment("file", "torghut-ta-restored");
        foreach (var name in new[] { "cut", "damaged" })
        {
            Assert.That(await FailAsync(fresh, "restore", name), Does.Contain($"{name} is damaged or not whole"));
        }

        var list = (await SavepointAsync(fresh, "list")).Split('\n');
        Assert.That(list.Count(line => line.Contains("UNREADABLE", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    [Category("Long")]
    public async Task Restore_GroupThatWorksOrHasWorked_IsRefused()
    {
        await CommitSomethingAsync();
        var environment = Environment("file", "torghut-ta-live");
        await SavepointAsync(environment, "create", "--name", "half");
        Assert.That(await FailAsync(environment, "restore", "half"), Does.Contain("--replace " + _sandbox.Group("torghut-ta-live")));
        Assert.That(await FailAsync(environment, "restore", "half", "--replace", "another"), Does.Contain("--replace " + _sandbox.Group("torghut-ta-live")));
        await using (var ta = new RunningTa(environment))
        {
            await ta.BecomesReadyAsync(Timeout);
            Assert.That(await FailAsync(environment, "restore", "half", "--replace", _sandbox.Group("torghut-ta-live")),
                Does.Contain("Suspend or stop the job first"));
            Assert.That(await ta.Process.StopAsync(), Is.Zero, ta.Process.Output);
        }

        Assert.That(await SavepointAsync(environment, "restore", "half", "--replace", _sandbox.Group("torghut-ta-live")), Does.Contain("goes on from half"));
    }

    [Test]
    [Category("Long")]
    public async Task Restore_LogThatNoLongerHoldsTheOffsets_IsRefused()
    {
        await CommitSomethingAsync();
        var environment = Environment("file", "torghut-ta-live");
        await SavepointAsync(environment, "create", "--name", "half");
        using (var admin = _sandbox.Admin())
        {
            using var feeder = await Feeder.OpenAsync(_sandbox);
            Make(53).Send(feeder);
            await admin.DeleteRecordsAsync([new(_sandbox.Topic(Topics.Trades), 0, Confluent.Kafka.Offset.End)]);
        }

        Assert.That(await FailAsync(Environment("file", "torghut-ta-restored"), "restore", "half"),
            Does.Contain($"{_sandbox.Topic(Topics.Trades)}/0@").And.Contain("but the log holds"));
    }

    [Test]
    [Category("Long")]
    public async Task Create_S3WithAWrongKey_SaysSoAndTellsNoSecret()
    {
        await CommitSomethingAsync();
        var environment = Environment("s3", "torghut-ta-live");
        environment["TA_SAVEPOINT_S3_ACCESS_KEY"] = "somebody";
        environment["TA_SAVEPOINT_S3_SECRET_KEY"] = "marked-secret";
        Assert.That(await FailAsync(environment, "create"), Does.Contain("Access Key").And.Not.Contain("marked-secret"));
    }

    [Test]
    public async Task Create_NothingCommittedOrNoFolder_SaysSo()
    {
        Assert.That(await FailAsync(Environment("file", "torghut-ta-unknown"), "create"), Does.Contain("has no commit for partition 0, 1, 2"));
        var environment = Environment("file", "torghut-ta-unknown");
        environment.Remove("TA_SAVEPOINT_DIR");
        Assert.That(await FailAsync(environment, "list"), Does.Contain("TA_SAVEPOINT_DIR is not set"));
    }

    private static SplitScenario Make(int seed) => new(Scenario.Make(seed, trades: 1_500, seconds: 300).Disturbed(new Random(seed), 3 * Scenario.Second));

    /// <summary>No log is ever called idle here, so that nothing leaves early.</summary>
    private Dictionary<string, string> Environment(string scheme, string group)
    {
        var environment = _sandbox.Environment(("TA_GROUP_ID", _sandbox.Group(group)), ("TA_WATERMARK_IDLE_TIMEOUT_MS", "3600000"),
            ("TA_SAVEPOINT_DIR", new Uri(Folder).ToString()));
        if (scheme == "file")
        {
            return environment;
        }

        _s3 ??= S3Server.StartAsync(_sandbox.Folder).GetAwaiter().GetResult();
        environment["TA_SAVEPOINT_DIR"] = $"s3://{S3Server.Bucket}/technical-analysis/savepoints";
        environment["TA_SAVEPOINT_S3_ENDPOINT"] = _s3.Address.ToString();
        environment["TA_SAVEPOINT_S3_ACCESS_KEY"] = S3Server.Key;
        environment["TA_SAVEPOINT_S3_SECRET_KEY"] = S3Server.Secret;
        return environment;
    }

    private static async Task<(string Bars, string Signals)> RunInOnePieceAsync(SplitScenario scenario)
    {
        await using var sandbox = await TaSandbox.StartAsync();
        var bars = sandbox.Microbars;
        var signals = sandbox.Signals;
        using var feeder = await Feeder.OpenAsync(sandbox);
        scenario.Send(feeder);
        scenario.SendEnd(feeder);
        await using var ta = new RunningTa(sandbox.Environment(("TA_WATERMARK_IDLE_TIMEOUT_MS", "3600000")));
        await Eventually.HoldsAsync(async () => (await signals.ReadAsync()).Count >= scenario.Expected.Signals.Count, "every signal is there", Timeout);
        OracleComparison.AssertEqual(await bars.LatestAsync(), await signals.LatestAsync(), scenario.Expected);
        return (await bars.DigestAsync(), await signals.DigestAsync());
    }

    private async Task CommitSomethingAsync()
    {
        var scenario = Make(52);
        using var feeder = await Feeder.OpenAsync(_sandbox);
        scenario.Send(feeder);
        await using var ta = new RunningTa(Environment("file", "torghut-ta-live"));
        await ReadsAsync(ta, scenario.CountFirst(1));
        Assert.That(await ta.Process.StopAsync(), Is.Zero, ta.Process.Output);
    }

    private static Task ReadsAsync(RunningTa ta, IReadOnlyList<(int Trades, int Quotes)> counts) => Eventually.HoldsAsync(
        async () => (await ta.ReadinessAsync()).Ready
            && (await ta.StatusAsync()).GetProperty("compute").GetProperty("partitions").EnumerateArray()
                .Select(p => ((int)p.GetProperty("trades_offset").GetInt64(), (int)p.GetProperty("quotes_offset").GetInt64())).SequenceEqual(counts),
        "the service has read what was sent",
        Timeout);

    private async Task<long> LagAsync(RunningTa ta)
    {
        using var consumer = new Confluent.Kafka.ConsumerBuilder<byte[], byte[]>(
            new Confluent.Kafka.ConsumerConfig { BootstrapServers = _sandbox.Bootstrap, GroupId = "lag" }).Build();
        return (await ta.StatusAsync()).GetProperty("compute").GetProperty("partitions").EnumerateArray().Sum(p =>
            consumer.QueryWatermarkOffsets(new(_sandbox.Topic(Topics.Trades), p.GetProperty("partition").GetInt32()),
            TimeSpan.FromSeconds(10)).High.Value - p.GetProperty("trades_offset").GetInt64());
    }

    private async Task EverySignalAsync(SplitScenario scenario, RunningTa ta)
    {
        try
        {
            await Eventually.HoldsAsync(async () => (await _signals.LatestAsync()).Count >= scenario.Expected.Signals.Count, "every signal is there", Timeout);
        }
        catch (TimeoutException exception)
        {
            Assert.Fail($"{exception.Message} {(await _signals.LatestAsync()).Count} of {scenario.Expected.Signals.Count}\n{ta.Process.Output}");
        }
    }

    private static async Task<string> SavepointAsync(Dictionary<string, string> environment, params string[] words)
    {
        await using var process = ServiceProcess.Start("torghut-ta", environment, ["savepoint", .. words]);
        Assert.That(await process.WaitForExitAsync(Timeout), Is.Zero, process.Output);
        return process.Output;
    }

    private static async Task<string> FailAsync(Dictionary<string, string> environment, params string[] words)
    {
        await using var process = ServiceProcess.Start("torghut-ta", environment, ["savepoint", .. words]);
        Assert.That(await process.WaitForExitAsync(Timeout), Is.EqualTo(1), process.Output);
        return process.Output;
    }
}
