using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Torghut.Contracts.Decoding;
using Torghut.Testing;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Leasing;
using Torghut.Trading.Loop;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Safety;
using Torghut.Trading.Submission;
using Torghut.Trading.Tests.Execution;
using Torghut.Trading.Tests.Hosting;
using Torghut.Trading.Tests.Leasing;
using Torghut.Trading.Tests.OrderReports;
using Torghut.Trading.Tests.Safety;
using Torghut.Trading.Tests.Submission;

namespace Torghut.Trading.Tests.Loop;

/// <summary>The loop as it is put together, over a broker that does not answer: what it believes of a lease that it holds again.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TradingWorkerTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly FakeTimeProvider _time = new(SubmissionRig.Noon);
    private readonly MemoryLease _lease = new();
    private readonly CancellationTokenSource _stopping = new();

    private string _folder = "";
    private ServiceProvider _services = null!;
    private Task[] _loops = [];
    private volatile Action _asked = () => { };

    [SetUp]
    public void Create()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-worker-").FullName;
        var builder = Composition.Create(
            ("TRADING_ENABLED", "true"), ("TRADING_KILL_SWITCH_ENABLED", "false"), ("TRADING_STATE_DIR", _folder), ("TRADING_POLL_MS", "250"));
        builder.Services.AddSingleton<TimeProvider>(_time)
            .AddSingleton<ILeaseStore>(_lease).AddSingleton<ILatchStore>(new MemoryLatchStore()).AddSingleton<ISchemaSource>(new OneSchema())
            .AddSingleton<IDecisionStore>(new MemoryDecisions()).AddSingleton<IOrderQueries>(new MemoryOrders()).AddSingleton(new FallbackBroker(null))
            .AddSingleton<IBroker>(new DoubleBroker { GetClock = Away });
        _services = builder.Services.BuildServiceProvider();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        foreach (var loop in _loops)
        {
            await Assert.ThatAsync(() => loop, Throws.InstanceOf<OperationCanceledException>());
        }

        _stopping.Dispose();
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Between two ticks the lease was lost and taken again: another instance may have had it, and left an order behind.</summary>
    [Test]
    public async Task Run_LeaseWasElsewhereBetweenTwoTicks_ReconcilesAgain()
    {
        Start();
        await TicksAsync(1);
        Get<EntryBlocks>().Reconciled = true;
        await TicksAsync(3);
        Assert.That(Get<EntryBlocks>().Reconciled, Is.True, "the same lease is no reason");
        _lease.ChangeHands();
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(Step);
                return !Get<EntryBlocks>().Reconciled;
            },
            "another reconciliation");
        Assert.That(Get<LeaseManager>().Current?.Token, Is.EqualTo(2).Or.Null);
    }

    /// <summary>What a reconciliation found under the lease before is not what the next tick may go by.</summary>
    [Test]
    public async Task Run_LeaseWasElsewhereDuringAReconciliation_ReconcilesAgainBeforeATick()
    {
        var reconciled = new ConcurrentQueue<bool>();
        var waits = 0;
        _asked = () =>
        {
            reconciled.Enqueue(Get<EntryBlocks>().Reconciled);
            if (reconciled.Count == 1)
            {
                _lease.ChangeHands();
                while (Get<LeaseManager>().Current?.Token != 2 && ++waits < 3_000)
                {
                    _time.Advance(Step);
                    SpinWait.SpinUntil(() => Get<LeaseManager>().Current?.Token == 2, TimeSpan.FromMilliseconds(10));
                }

                Get<EntryBlocks>().Reconciled = true;
            }
        };
        Start();
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(Step);
                return reconciled.Count > 1;
            },
            "the broker to be asked again");
        Assert.That(reconciled, Is.All.False, "a tick that goes on asks as well");
    }

    private void Start() => _loops = [Get<LeaseManager>().RunAsync(_stopping.Token), Get<TradingWorker>().RunAsync(_stopping.Token)];

    private MarketClock Away()
    {
        _asked();
        throw new BrokerException("away", isTransient: true, retryAt: null);
    }

    /// <summary>Waits for so many ticks since the start. Time moves slowly: the lease is renewed on the way.</summary>
    private Task TicksAsync(int ticks) => Eventually.HoldsAsync(
        () =>
        {
            _time.Advance(Step / 10);
            return Get<LoopStatus>().View.Ticks >= ticks;
        },
        "ticks");

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();
}
