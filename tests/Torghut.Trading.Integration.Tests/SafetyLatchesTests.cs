using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Trading.Account;
using Torghut.Trading.Audit;
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
            latches.Engage(latch, "drill", "tester");
        }

        await latches.SynchroniseAsync(CancellationToken.None);

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

    [TestCaseSource(typeof(Latch), nameof(Latch.All))]
    public async Task Engage_PostgresDown_InForceAndWrittenLater(string latch)
    {
        await using var site = await Site.CreateAsync();
        var latches = site.Start();
        await latches.SynchroniseAsync(CancellationToken.None);
        await Infrastructure.SetReachableAsync(site.Fresh.Name, false);
        latches.Engage(latch, "drill", "tester");
        await Assert.ThatAsync(() => latches.SynchroniseAsync(CancellationToken.None), Throws.InstanceOf<Npgsql.NpgsqlException>());
        AssertStands(latches, latch);
        Assert.That(latches.IsPersisted(latch), Is.False);
        await Infrastructure.SetReachableAsync(site.Fresh.Name, true);
        await latches.SynchroniseAsync(CancellationToken.None);
        AssertStands(latches, latch);
        Assert.That(await site.Fresh.QueryAsync<bool>("SELECT engaged FROM trading_state WHERE latch = @latch", new { latch }), Is.True);
        Assert.That(await site.Fresh.QueryAsync<long>("SELECT count(*) FROM audit_log WHERE kind = 'latch_engaged' AND subject = @latch", new { latch }),
            Is.EqualTo(1));
    }

    [TestCaseSource(typeof(Latch), nameof(Latch.All))]
    public async Task Engage_WhilePostgresDownAndKilled_StoredForEveryInstance(string latch)
    {
        await using var site = await Site.CreateAsync();
        site.Start().Engage(latch, "drill", "tester");
        var next = site.Start();
        AssertStands(next, latch);
        await next.SynchroniseAsync(CancellationToken.None);
        AssertStands(next, latch);
        Assert.That(next.IsPersisted(latch), Is.True);
        var another = site.Start("another disk");
        await another.SynchroniseAsync(CancellationToken.None);
        AssertStands(another, latch);
        Assert.That(another.Engaged.Select(engaged => engaged.Engagement), Is.EqualTo(next.Engaged.Select(engaged => engaged.Engagement)), "one truth");
        Assert.That(await new AuditCrossCheck(site.Fresh.Database).RunAsync(CancellationToken.None), Is.Null);
    }

    /// <summary>A release is undone by nothing but a new call, wherever the latch was found engaged.</summary>
    [TestCaseSource(typeof(Latch), nameof(Latch.All))]
    public async Task Release_AtAnotherInstance_IsLearntAndStandsOverARestart(string latch)
    {
        await using var site = await Site.CreateAsync();
        var latches = site.Start();
        latches.Engage(latch, "drill", "tester");
        await latches.SynchroniseAsync(CancellationToken.None);
        await site.Fresh.Latches.ReleaseAsync(FreshDatabase.Account, latch, "over", "tester", CancellationToken.None);
        var killed = site.Start();
        AssertStands(killed, latch);
        await killed.SynchroniseAsync(CancellationToken.None);
        AssertStands(killed, Nothing);
        await latches.SynchroniseAsync(CancellationToken.None);
        AssertStands(latches, Nothing);
        AssertStands(site.Start(), Nothing);

        latches.Engage(latch, "again", "tester");
        await latches.SynchroniseAsync(CancellationToken.None);
        AssertStands(latches, latch);
    }

    [Test]
    public async Task Engage_Again_KeepsTheEngagementAndAddsItsReasonToTheAudit()
    {
        await using var site = await Site.CreateAsync();
        var latches = site.Start();
        latches.Engage(Stop, "first", "one");
        var engagement = latches.Engaged.Single().Engagement;
        latches.Engage(Stop, "second", "two");
        await latches.SynchroniseAsync(CancellationToken.None);
        latches.Engage(Stop, "third", "three");
        latches.Engage(Stop, "first", "one");
        await latches.SynchroniseAsync(CancellationToken.None);
        Assert.That(latches.Engaged.Single().Engagement, Is.EqualTo(engagement));
        Assert.That(latches.Rows.Single().Call, Is.EqualTo(engagement), "and Postgres says the same");
        Assert.That(
            await site.Fresh.QueryAsync<string>("SELECT string_agg(kind || ' ' || (payload ->> 'reason'), ', ' ORDER BY seq) FROM audit_log WHERE subject = @Stop",
                new { Stop }),
            Is.EqualTo("latch_engaged first, latch_engaged_again second, latch_engaged_again third"));
    }

    /// <summary>Between a release at one instance and its being known at another, the other one is told to stop once more.</summary>
    [Test]
    public async Task Engage_AgainAfterAReleaseThatIsNotKnownHere_StopsAnew()
    {
        await using var site = await Site.CreateAsync();
        var latches = site.Start();
        latches.Engage(Stop, "first", "one");
        await latches.SynchroniseAsync(CancellationToken.None);
        await site.Fresh.Latches.ReleaseAsync(FreshDatabase.Account, Stop, "over", "tester", CancellationToken.None);
        latches.Engage(Stop, "second", "two");
        await latches.SynchroniseAsync(CancellationToken.None);
        AssertStands(latches, Stop);
        Assert.That(latches.Engaged.Single().Engagement.Reason, Is.EqualTo("second"));
        Assert.That(latches.Rows.Single().Engaged, Is.True);
    }

    [Test]
    public async Task Postgres_LostTheLatchWithAFailover_GetsItAgain()
    {
        await using var site = await Site.CreateAsync();
        var latches = site.Start();
        latches.Engage(Stop, "drill", "tester");
        await latches.SynchroniseAsync(CancellationToken.None);
        await site.Fresh.ExecuteAsync("ALTER TABLE audit_log DISABLE TRIGGER USER; DELETE FROM audit_log; DELETE FROM trading_state; ALTER TABLE audit_log ENABLE TRIGGER USER");
        await latches.SynchroniseAsync(CancellationToken.None);
        AssertStands(latches, Stop);
        Assert.That(await site.Fresh.QueryAsync<bool>("SELECT engaged FROM trading_state WHERE latch = 'emergency_stop'"), Is.True);
    }

    [Test]
    public async Task File_OfTheVersionBefore_IsReadAndStored()
    {
        await using var site = await Site.CreateAsync();
        await File.WriteAllTextAsync(site.Path, """{"actor":"tester","engaged":true,"reason":"old"}""");
        var latches = site.Start();
        AssertStands(latches, Stop);
        await latches.SynchroniseAsync(CancellationToken.None);
        Assert.That(
            await site.Fresh.QueryAsync<string>("SELECT reason || ' ' || actor FROM trading_state WHERE engaged AND latch = 'emergency_stop'"),
            Is.EqualTo("old tester"));
    }

    /// <summary>The version before released in Postgres first and in its file last, and may have been killed in between.</summary>
    [Test]
    public async Task File_OfTheVersionBeforeAndReleasedInPostgres_StaysEngagedInDoubt()
    {
        await using var site = await Site.CreateAsync();
        await site.Fresh.Latches.EngageAsync(FreshDatabase.Account, Stop, "old", "tester", CancellationToken.None);
        await site.Fresh.Latches.ReleaseAsync(FreshDatabase.Account, Stop, "over", "tester", CancellationToken.None);
        await File.WriteAllTextAsync(site.Path, """{"actor":"tester","engaged":true,"reason":"old"}""");
        var latches = site.Start();
        await latches.SynchroniseAsync(CancellationToken.None);
        AssertStands(latches, Stop);
    }

    [Test]
    public async Task File_Unreadable_StopsEveryInstance()
    {
        await using var site = await Site.CreateAsync();
        await File.WriteAllTextAsync(site.Path, "{\"engaged\":fal");
        var latches = site.Start();
        AssertStands(latches, Stop);
        await latches.SynchroniseAsync(CancellationToken.None);
        Assert.That(await site.Fresh.QueryAsync<string>("SELECT reason FROM trading_state WHERE engaged"), Is.EqualTo(LatchFile.Unreadable));
        Assert.That(latches.IsPersisted(Stop), Is.True, "the file is written anew");
        AssertStands(site.Start(), Stop);
    }

    [Test]
    public async Task Release_PostgresDown_NothingIsReleased()
    {
        await using var site = await Site.CreateAsync();
        var latches = site.Start();
        latches.Engage(Stop, "drill", "tester");
        await latches.SynchroniseAsync(CancellationToken.None);
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
            latches.Engage(Stop, "drill", "tester");
            await latches.SynchroniseAsync(CancellationToken.None);
            await Task.WhenAll(
                Task.Run(() => latches.ReleaseAsync(Stop, "over", "tester", CancellationToken.None)),
                Task.Run(() => latches.Engage(Stop, $"drill {i}", "tester")));
            await latches.SynchroniseAsync(CancellationToken.None);
            var stored = await site.Fresh.QueryAsync<bool>("SELECT engaged FROM trading_state WHERE latch = 'emergency_stop'");
            var onDisk = site.File.Read(TimeProvider.System.GetUtcNow()).Engaged.Count > 0;
            Assert.That((latches.EmergencyStop, onDisk, stored), Is.AnyOf((true, true, true), (false, false, false)), $"round {i}");
        }
    }

    private static async Task<SafetyLatches> DoAsync(Site site, SafetyLatches latches, string trigger)
    {
        var words = trigger.Split(' ');
        switch (words[0])
        {
            case "engage":
                latches.Engage(words[1], "drill", "tester");
                await latches.SynchroniseAsync(CancellationToken.None);
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

    private static string[] Names(string state) => state.Split('+', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A database and a disk that outlive the process.</summary>
    private sealed class Site(FreshDatabase fresh, string account, bool owns) : IAsyncDisposable
    {
        public FreshDatabase Fresh => fresh;

        private readonly string _folder = Infrastructure.Folder($"{fresh.Name}-{account}");

        public LatchFile File => new(_folder);

        public string Path => System.IO.Path.Combine(_folder, LatchFile.FileName);

        public string Account => account;

        public static async Task<Site> CreateAsync() => new(await FreshDatabase.CreateAsync(), FreshDatabase.Account, owns: true);

        /// <summary>The latches of a process that starts now.</summary>
        /// <param name="disk">Another disk than the site's, by name.</param>
        public SafetyLatches Start(string disk = "")
        {
            var file = new LatchFile(System.IO.Path.Combine(_folder, disk));
            var gauges = new TradingGauges(TimeProvider.System);
            var metrics = new TradingMetrics(Prometheus.Metrics.NewCustomRegistry(), gauges, TradingMetricCodes.All);
            var latches = new SafetyLatches(new SwitchOptions { Enabled = true, KillSwitchEnabled = false, AccountLabel = account }, file, fresh.Latches,
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
