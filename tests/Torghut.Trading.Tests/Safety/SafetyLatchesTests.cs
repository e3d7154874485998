using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Torghut.Testing;
using Torghut.Trading.Account;
using Torghut.Trading.Api;
using Torghut.Trading.Hosting;
using Torghut.Trading.Observability;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Tests.Safety;

/// <summary>Latches between memory, disk and Postgres, whatever is away, hangs or is killed.</summary>
public sealed class SafetyLatchesTests
{
    private MemoryLatchStore _store = null!;
    private string _folder = "";

    [SetUp]
    public void Create()
    {
        _store = new MemoryLatchStore();
        _folder = Directory.CreateTempSubdirectory("torghut-latches-").FullName;
    }

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [TestCaseSource(typeof(Latch), nameof(Latch.All))]
    public async Task Engage_PostgresAwayAndKilled_InForceAtOnceAndStoredBeforeAnythingIsRead(string latch)
    {
        _store.Away = true;
        Start("a").Latches.Engage(latch, "drill", "tester");
        var restarted = Start("a").Latches;
        Assert.That((restarted.IsEngaged(latch), restarted.IsPersisted(latch)), Is.EqualTo((true, false)));
        Assert.That(restarted.State, Is.EqualTo(latch == Latch.EmergencyStop ? TradingState.Halted : TradingState.Reducing));
        await Assert.ThatAsync(() => restarted.SynchroniseAsync(CancellationToken.None), Throws.InstanceOf<NpgsqlException>());
        _store.Away = false;
        await restarted.SynchroniseAsync(CancellationToken.None);
        Assert.That((restarted.IsPersisted(latch), _store.IsEngaged(latch)), Is.EqualTo((true, true)));
        var another = Start("b").Latches;
        await another.SynchroniseAsync(CancellationToken.None);
        Assert.That(another.IsEngaged(latch), Is.True);
        Assert.That(_store.Audit, Is.EqualTo(new[] { "engaged drill" }), "once");
    }

    [Test]
    public async Task WaitUntilPersisted_PostgresHangs_AnswersInTimeAndStoresLater()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 2, 6, 17, 0, 0, TimeSpan.Zero));
        var (latches, _) = Start("a", time);
        _store.Hanging = new TaskCompletionSource();
        latches.Engage(Latch.EmergencyStop, "drill", "tester");
        using var stopping = new CancellationTokenSource();
        var storing = new LatchSynchroniser(latches, time, NullLogger<LatchSynchroniser>.Instance).RunAsync(stopping.Token);
        Assert.That(OperatorEndpoints.LongestWait, Is.LessThan(TimeSpan.FromSeconds(1)), "the disk needs some of the second, too");
        var answer = latches.WaitUntilPersistedAsync(Latch.EmergencyStop, OperatorEndpoints.LongestWait);
        Assert.That(answer.IsCompleted, Is.False);
        time.Advance(OperatorEndpoints.LongestWait);
        Assert.That(await answer.WaitAsync(Eventually.Timeout, TimeProvider.System), Is.False);
        _store.Hanging.SetResult();
        await Eventually.HoldsAsync(() => latches.IsPersisted(Latch.EmergencyStop), "it is stored");
        await stopping.CancelAsync();
        await Task.WhenAny(storing);
        Assert.That(storing.IsFaulted, Is.False);
    }

    [Test]
    public async Task Engage_Again_ChangesNeitherTimeNorReasonNorCounters()
    {
        var (latches, metrics) = Start("a");
        latches.Engage(Latch.EmergencyStop, "first", "one");
        var engagement = latches.Engaged.Single().Engagement;
        latches.Engage(Latch.EmergencyStop, "second", "two");
        await latches.SynchroniseAsync(CancellationToken.None);
        latches.Engage(Latch.EmergencyStop, "third", "three");
        await latches.SynchroniseAsync(CancellationToken.None);
        Assert.That(latches.Engaged.Single().Engagement, Is.EqualTo(engagement));
        Assert.That(await ScrapeAsync(metrics), Does.Contain("torghut_trading_latch_engaged_total{latch=\"emergency_stop\"} 1"));
        Assert.That(_store.Audit, Is.EqualTo(new[] { "engaged first", "again second", "again third" }));
    }

    [Test]
    public void Trip_WhileEngaged_SaysNothingMore()
    {
        var (latches, _) = Start("a");
        latches.Trip(Latch.DailyLoss, "lost 1", "daily-loss stop");
        latches.Trip(Latch.DailyLoss, "lost 2", "daily-loss stop");
        Assert.That(latches.Engaged.Single().Unsaved.Select(call => call.Reason), Is.EqualTo(new[] { "lost 1" }));
    }

    [Test]
    public void Engage_VeryOftenWhilePostgresIsAway_TheFileStaysSmallAndTheNewestCallIsKept()
    {
        var (latches, _) = Start("a");
        for (var i = 0; i < 1_000; i++)
        {
            latches.Engage(Latch.EmergencyStop, $"call {i}", "tester");
        }

        var kept = Start("a").Latches.Engaged.Single();
        Assert.That((kept.Engagement.Reason, kept.Unsaved.Count, kept.Unsaved[^1].Reason), Is.EqualTo(("call 0", 32, "call 999")));
    }

    [Test]
    public async Task Engage_ReasonThatPostgresRefuses_IsMadeStorable()
    {
        var (latches, _) = Start("a");
        latches.Engage(Latch.EmergencyStop, "a\0b\ud800c\n", "t\0");
        await latches.SynchroniseAsync(CancellationToken.None);
        Assert.That(_store.Audit, Is.EqualTo(new[] { "engaged a b c " }));
    }

    [Test]
    public async Task Engage_DiskGone_InForceAndNotCalledPersisted()
    {
        var (latches, _) = Start("a");
        Directory.Delete(Path.Combine(_folder, "a"), recursive: true);
        latches.Engage(Latch.EmergencyStop, "drill", "tester");
        await latches.SynchroniseAsync(CancellationToken.None);
        Assert.That((latches.EmergencyStop, _store.IsEngaged(Latch.EmergencyStop)), Is.EqualTo((true, true)));
        Assert.That(latches.IsPersisted(Latch.EmergencyStop), Is.False);
        await Assert.ThatAsync(
            () => latches.ReleaseAsync(Latch.EmergencyStop, "over", "tester", CancellationToken.None), Throws.InstanceOf<IOException>());
        Assert.That(latches.EmergencyStop, Is.True, "a file that says otherwise would bring it back");
    }

    /// <summary>
    /// Two instances, each with its disk, and whatever may happen to them. Once all is well again they and Postgres agree, and what was asked for after the
    /// last release is in force.
    /// </summary>
    [Test]
    public async Task AnyHistory_OnceAllIsWell_NothingAskedForIsLost([Range(1, 60)] int seed)
    {
        var random = new Random(seed);
        SafetyLatches[] instances = [Start("a").Latches, Start("b").Latches];
        var asked = new Dictionary<string, bool>(StringComparer.Ordinal);
        var history = new List<string>();
        for (var step = 0; step < 40; step++)
        {
            var at = random.Next(2);
            var latch = Latch.All[random.Next(Latch.All.Count)];
            var what = random.Next(10);
            history.Add($"{what} {latch} at {at}");
            switch (what)
            {
                case < 3:
                    instances[at].Engage(latch, $"step {step}", "tester");
                    asked[latch] = true;
                    break;
                case < 5:
                    if (await TryAsync(() => instances[at].ReleaseAsync(latch, $"step {step}", "tester", CancellationToken.None)) && !Unsaved(instances, latch))
                    {
                        asked[latch] = false;
                    }

                    break;
                case 5:
                    _store.Away = !_store.Away;
                    break;
                case 6:
                    instances[at] = Start(at == 0 ? "a" : "b").Latches;
                    break;
                default:
                    await TryAsync(() => instances[at].SynchroniseAsync(CancellationToken.None));
                    break;
            }
        }

        _store.Away = false;
        for (var round = 0; round < 2; round++)
        {
            await instances[0].SynchroniseAsync(CancellationToken.None);
            await instances[1].SynchroniseAsync(CancellationToken.None);
        }

        foreach (var latch in Latch.All)
        {
            var engaged = (instances[0].IsEngaged(latch), instances[1].IsEngaged(latch), _store.IsEngaged(latch));
            Assert.That(engaged, Is.AnyOf((true, true, true), (false, false, false)), $"{latch}: {string.Join("; ", history)}");
            Assert.That(engaged.Item1, Is.EqualTo(asked.GetValueOrDefault(latch)), $"{latch}: {string.Join("; ", history)}");
            Assert.That(Engagement(instances[0], latch), Is.EqualTo(Engagement(instances[1], latch)), "one truth about time and reason");
        }
    }

    /// <summary>A release does not reach what only another instance knows: that is in force until somebody releases it too.</summary>
    private bool Unsaved(SafetyLatches[] instances, string latch) =>
        Array.Exists(instances, instance => instance.Engaged.Any(engaged => engaged.Latch == latch && !engaged.Unsaved.All(_store.Knows)));

    private static LatchCall? Engagement(SafetyLatches latches, string latch) =>
        latches.Engaged.FirstOrDefault(engaged => engaged.Latch == latch)?.Engagement;

    private static async Task<bool> TryAsync(Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task<string> ScrapeAsync(Prometheus.CollectorRegistry registry)
    {
        using var text = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(text);
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>The latches of a process that starts now.</summary>
    /// <param name="disk">Its disk.</param>
    /// <param name="time">Its time; the machine's if none is given.</param>
    private (SafetyLatches Latches, Prometheus.CollectorRegistry Metrics) Start(string disk, TimeProvider? time = null)
    {
        var gauges = new TradingGauges(TimeProvider.System);
        var registry = Prometheus.Metrics.NewCustomRegistry();
        var latches = new SafetyLatches(
            new SwitchOptions { Enabled = true, KillSwitchEnabled = false }, new LatchFile(Path.Combine(_folder, disk)), _store,
            new TradingMetrics(registry, gauges, TradingMetricCodes.All), gauges, time ?? TimeProvider.System, NullLogger<SafetyLatches>.Instance);
        latches.Initialise();
        return (latches, registry);
    }
}
