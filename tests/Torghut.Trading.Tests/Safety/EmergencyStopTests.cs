using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Drills;
using Torghut.Testing;
using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Hosting;
using Torghut.Trading.Observability;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Tests.Safety;

/// <summary>The mass cancel against a broker that acknowledges and does nothing.</summary>
public sealed class EmergencyStopTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly ArmedTime _time = new(new DateTimeOffset(2026, 2, 6, 17, 0, 0, TimeSpan.Zero));
    private string _folder = "";
    private BookBroker _book = null!;
    private TradingGauges _gauges = null!;
    private EmergencyStop _stop = null!;
    private CancellationTokenSource _stopping = null!;
    private Task _running = Task.CompletedTask;
    private Prometheus.CollectorRegistry _registry = null!;

    [SetUp]
    public void Create()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-stop-").FullName;
        _book = new BookBroker(_time) { Open = 2 };
        _gauges = new TradingGauges(_time);
        _registry = Prometheus.Metrics.NewCustomRegistry();
        var metrics = new TradingMetrics(_registry, _gauges, TradingMetricCodes.All);
        var latches = new SafetyLatches(
            new SwitchOptions(), new LatchFile(_folder), new MemoryLatchStore(), metrics, _gauges, _time, NullLogger<SafetyLatches>.Instance);
        latches.Initialise();
        _stop = new EmergencyStop(
            latches, new StopBroker(_book), new InFlightOrders(new BrokerOptions(), _time), Failpoints.None, metrics, _gauges, _time,
            NullLogger<EmergencyStop>.Instance);
        _stopping = new CancellationTokenSource();
        _running = _stop.RunAsync(_stopping.Token);
    }

    [TearDown]
    public async Task RemoveAsync()
    {
        await _stopping.CancelAsync();
        await Assert.ThatAsync(() => _running, Throws.InstanceOf<OperationCanceledException>());
        _stopping.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task MassCancel_AcknowledgedWithoutEffect_FailsAfterFiveSecondsAndSlowsDown()
    {
        await _stop.EngageAsync("drill", "tester");
        var engaged = _time.GetUtcNow();
        await AdvanceUntilAsync(() => State == MassCancelStatus.Failing);
        Assert.That(_time.GetUtcNow() - engaged, Is.InRange(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6)));
        Assert.That((_gauges.MassCancelFailing, _stop.LastMassCancel.Fault), Is.EqualTo((true, "2 orders stay open though the broker acknowledged that they are cancelled")));
        await AdvanceUntilAsync(() => _time.GetUtcNow() - engaged > TimeSpan.FromMinutes(3));
        var pauses = Cancels().Zip(Cancels().Skip(1), (a, b) => b - a).ToList();
        Assert.That(pauses.Max(), Is.LessThanOrEqualTo(TimeSpan.FromSeconds(10) + (2 * Step)));
        Assert.That(Cancels().Count(at => at > engaged.AddMinutes(2)), Is.InRange(5, 7), "a minute's requests");
        using var text = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(text);
        Assert.That(System.Text.Encoding.UTF8.GetString(text.ToArray()), Does.Contain("torghut_trading_mass_cancel_failing 1"));

        _book.Effective = true;
        await AdvanceUntilAsync(() => State == MassCancelStatus.BookEmpty);
        Assert.That(_gauges.MassCancelFailing, Is.False);
    }

    [Test]
    public async Task MassCancel_BookSeenEmptyOnce_IsLookedAtAgainBeforeItIsCalledEmpty()
    {
        _book.Effective = true;
        await _stop.EngageAsync("drill", "tester");
        await AdvanceUntilAsync(() => State == MassCancelStatus.BookEmpty);
        Assert.That(_book.Looks, Is.EqualTo([0, 0]));
    }

    [Test]
    public async Task MassCancel_SlowedDown_NewOrderIsCancelledAtOnce()
    {
        await _stop.EngageAsync("drill", "tester");
        await AdvanceUntilAsync(() => Cancels().Count > 3 && Cancels()[^1] - Cancels()[^2] > TimeSpan.FromSeconds(8));
        var (before, now) = (Cancels().Count, _time.GetUtcNow());
        _stop.MassCancelAgain();
        await Eventually.HoldsAsync(() => Cancels().Count > before, "it cancels without waiting");
        Assert.That(Cancels()[before] - now, Is.LessThan(TimeSpan.FromMilliseconds(100)));
        Assert.That(State, Is.EqualTo(MassCancelStatus.Failing), "until the book is empty");
    }

    [Test]
    public async Task Engage_Again_CancelsAgainAndMeasuresOnce()
    {
        _book.Effective = true;
        await _stop.EngageAsync("drill", "tester");
        await AdvanceUntilAsync(() => State == MassCancelStatus.BookEmpty);
        _book.Open = 1;
        await _stop.EngageAsync("again", "tester");
        await AdvanceUntilAsync(() => _book.Open == 0 && State == MassCancelStatus.BookEmpty);
        using var text = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(text);
        Assert.That(System.Text.Encoding.UTF8.GetString(text.ToArray()), Does.Contain("torghut_trading_emergency_stop_cancel_sent_seconds_count 1"));
    }

    private string State => _stop.LastMassCancel.State;

    private List<DateTimeOffset> Cancels()
    {
        lock (_book.Cancels)
        {
            return [.. _book.Cancels];
        }
    }

    private async Task AdvanceUntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 20_000 && !condition(); i++)
        {
            await _time.AdvanceAsync(Step, condition);
        }

        Assert.That(condition(), Is.True, $"{State} after {Cancels().Count} cancels");
    }
}
