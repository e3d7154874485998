using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Trading.Account;
using Torghut.Trading.Hosting;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Observability;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Integration.Tests;

/// <summary>The trading state: which latches are engaged, what engages and releases them, and that nothing else does.</summary>
public sealed class SafetyLatchesTests
{
    private const string Audited = "SELECT count(*) FROM audit_log WHERE account_label = @Account";
    private const string Nothing = "";
    private const string Stop = Latch.EmergencyStop;

    private FreshDatabase _shared = null!;

    [OneTimeSetUp]
    public async Task CreateAsync() => _shared = await FreshDatabase.CreateAsync();

    [OneTimeTearDown]
    public async Task DropAsync() => await _shared.DisposeAsync();

    /// <summary>What can happen to the latches. Only a release ever takes a latch away.</summary>
    public static IEnumerable<TestCaseData> Transitions()
    {
        foreach (var reducing in Latch.Reducing)
        {
            var both = $"{Stop}+{reducing}";
            foreach (var (from, trigger, to) in new[]
            {
                (Nothing, $"engage {Stop}", Stop), (Nothing, $"engage {reducing}", reducing), (Nothing, $"release {Stop}", Nothing),
                (Nothing, $"release {reducing}", Nothing),
                (reducing, $"engage {Stop}", both), (reducing, $"engage {reducing}", reducing), (reducing, $"release {Stop}", reducing),
                (reducing, $"release {reducing}", Nothing),
                (Stop, $"engage {Stop}", Stop), (Stop, $"engage {reducing}", both), (Stop, $"release {Stop}", Nothing), (Stop, $"release {reducing}", Stop),
                (both, $"engage {Stop}", both), (both, $"engage {reducing}", both), (both, $"release {Stop}", reducing), (both, $"release {reducing}", Stop),
                (Nothing, "synchronise", Nothing), (reducing, "synchronise", reducing), (Stop, "synchronise", Stop), (both, "synchronise", both),
                (Nothing, "restart", Nothing), (reducing, "restart", reducing), (Stop, "restart", Stop), (both, "restart", both),
            })
            {
                yield return new TestCaseData(from, trigger, to).SetArgDisplayNames($"{from}: {trigger} -> {to}");
            }
        }
    }

    [TestCaseSource(nameof(Transitions))]
    public async Task Trigger_InState_EndsInState(string from, string trigger, string to)
    {
        await using var site = new Site(_shared, $"account-{TestContext.CurrentContext.Test.ID}", owns: false);
        var latches = site.Start();
        await latches.SynchroniseAsync(CancellationToken.None);
        foreach (var latch in Names(from))
        {
            await EngageAsync(latches, latch);
        }

        var audited = await site.Fresh.QueryAsync<long>(Audited, site);
        latches = await DoAsync(site, latches, trigger);
        AssertStands(latches, to);
        Assert.That(await site.Fresh.QueryAsync<long>(Audited, site) - audited, Is.EqualTo(AuditRows(from, trigger)),
            "what a person or a machine changes is in the audit");

        // What it ends in is what the next process finds.
        var next = site.Start();
        await next.SynchroniseAsync(CancellationToken.None);
        AssertStands(next, to);
    }

    [TestCase(Latch.EmergencyStop)]
    [TestCase(Latch.DailyLoss)]
    [TestCase(Latch.ReconciliationBreak)]
    public async Task Engage_PostgresDown_InForceAndWrittenLater(string latch)
    {
        await using var site = await Site.CreateAsync();
        var latches = site.Start();
        await latches.SynchroniseAsync(CancellationToken.None);
        await Infrastructure.SetReachableAsync(site.Fresh.Name, false);
        await EngageAsync(latches, latch);
        AssertStands(latches, latch);
        await Infrastructure.SetReachableAsync(site.Fresh.Name, true);
        await latches.SynchroniseAsync(CancellationToken.None);
        AssertStands(latches, latch);
        Assert.That(await site.Fresh.QueryAsync<bool>("SELECT engaged FROM trading_state WHERE latch = @latch", new { latch }), Is.True);
        Assert.That(await site.Fresh.QueryAsync<long>("SELECT count(*) FROM audit_log WHERE kind = 'latch_engaged' AND subject = @latch", new { latch }),
            Is.EqualTo(1));
    }

    [Test]
    public async Task Stop_WhilePostgresDownAndKilled_StillEngaged()
    {
        await using var site = await Site.CreateAsync();
        var latches = site.Start();
        await Infrastructure.SetReachableAsync(site.Fresh.Name, false);
        await EngageAsync(latches, Stop);
        await Infrastructure.SetReachableAsync(site.Fresh.Name, true);
        var next = site.Start();
        await next.SynchroniseAsync(CancellationToken.None);
        AssertStands(next, Stop);
    }

    [Test]
    public async Task Release_PostgresDown_NothingIsReleased()
    {
        await using var site = await Site.CreateAsync();
        var latches = site.Start();
        await EngageAsync(latches, Stop);
        await Infrastructure.SetReachableAsync(site.Fresh.Name, false);
        await Assert.ThatAsync(
            () => latches.ReleaseAsync(Stop, "drill is over", "tester", CancellationToken.None), Throws.InstanceOf<Npgsql.NpgsqlException>());
        AssertStands(latches, Stop);
        await Infrastructure.SetReachableAsync(site.Fresh.Name, true);
        AssertStands(site.Start(), Stop);
    }

    [Test]
    public async Task Stop_OfAnotherInstance_IsLearntAndSweptFor()
    {
        await using var site = await Site.CreateAsync();
        var latches = site.Start();
        var swept = 0;
        latches.LearntOfStop = () => swept++;
        await site.Fresh.Latches.EngageAsync(FreshDatabase.Account, Stop, "drill", "another instance", CancellationToken.None);
        await latches.SynchroniseAsync(CancellationToken.None);
        await latches.SynchroniseAsync(CancellationToken.None);
        AssertStands(latches, Stop);
        Assert.That(swept, Is.EqualTo(1));
    }

    /// <summary>Whoever comes last wins, and memory, disk and Postgres tell the same story.</summary>
    [Test]
    public async Task StopAndRelease_AtTheSameTime_AgreeEverywhere()
    {
        await using var site = await Site.CreateAsync();
        var latches = site.Start();
        for (var i = 0; i < 40; i++)
        {
            await EngageAsync(latches, Stop);
            await Task.WhenAll(
                Task.Run(() => latches.ReleaseAsync(Stop, "over", "tester", CancellationToken.None)), Task.Run(() => EngageAsync(latches, Stop)));
            var stored = await site.Fresh.QueryAsync<bool>("SELECT engaged FROM trading_state WHERE latch = 'emergency_stop'");
            Assert.That((latches.EmergencyStop, site.File.Read().Engaged, stored), Is.AnyOf((true, true, true), (false, false, false)), $"round {i}");
        }
    }

    private static async Task<SafetyLatches> DoAsync(Site site, SafetyLatches latches, string trigger)
    {
        var words = trigger.Split(' ');
        switch (words[0])
        {
            case "engage":
                await EngageAsync(latches, words[1]);
                break;
            case "release":
                await latches.ReleaseAsync(words[1], "drill is over", "tester", CancellationToken.None);
                break;
            case "synchronise":
                await latches.SynchroniseAsync(CancellationToken.None);
                break;
            default:
                latches = site.Start();
                await latches.SynchroniseAsync(CancellationToken.None);
                break;
        }

        return latches;
    }

    private static int AuditRows(string from, string trigger) => trigger.Split(' ') switch
    {
        ["engage", var latch] => Names(from).Contains(latch) ? 0 : 1,
        ["release", _] => 1,
        _ => 0,
    };

    private static void AssertStands(SafetyLatches latches, string engaged)
    {
        var names = Names(engaged);
        Assert.That(latches.EmergencyStop, Is.EqualTo(names.Contains(Stop)));
        Assert.That(latches.Reducing, Is.EquivalentTo(names.Where(name => name != Stop)));
        Assert.That(latches.State, Is.EqualTo(names.Contains(Stop) ? TradingState.Halted : names.Length > 0 ? TradingState.Reducing : TradingState.Active));
    }

    private static Task EngageAsync(SafetyLatches latches, string latch) => latch == Stop
        ? latches.EngageEmergencyStopAsync("drill", "tester", CancellationToken.None)
        : latches.EngageReducingAsync(latch, "drill", "tester", CancellationToken.None);

    private static string[] Names(string state) => state.Split('+', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A database and a disk that outlive the process.</summary>
    private sealed class Site(FreshDatabase fresh, string account, bool owns) : IAsyncDisposable
    {
        public FreshDatabase Fresh => fresh;

        public LatchFile File { get; } = new(Infrastructure.Folder($"{fresh.Name}-{account}"));

        public string Account => account;

        public static async Task<Site> CreateAsync() => new(await FreshDatabase.CreateAsync(), FreshDatabase.Account, owns: true);

        /// <summary>The latches of a process that starts now.</summary>
        public SafetyLatches Start()
        {
            var gauges = new TradingGauges(TimeProvider.System);
            var metrics = new TradingMetrics(Prometheus.Metrics.NewCustomRegistry(), gauges, TradingMetricCodes.All);
            var latches = new SafetyLatches(new SwitchOptions { Enabled = true, KillSwitchEnabled = false, AccountLabel = account }, File, fresh.Latches,
                metrics, gauges, TimeProvider.System, NullLogger<SafetyLatches>.Instance);
            latches.Initialise();
            return latches;
        }

        public async ValueTask DisposeAsync()
        {
            if (owns)
            {
                await fresh.DisposeAsync();
            }
        }
    }
}
