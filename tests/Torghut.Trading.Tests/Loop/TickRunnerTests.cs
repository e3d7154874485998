using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Torghut.Contracts.Decoding;
using Torghut.Testing;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Leasing;
using Torghut.Trading.Loop;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Safety;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;
using Torghut.Trading.Submission;
using Torghut.Trading.Tests.Execution;
using Torghut.Trading.Tests.Hosting;
using Torghut.Trading.Tests.Leasing;
using Torghut.Trading.Tests.OrderReports;
using Torghut.Trading.Tests.Safety;
using Torghut.Trading.Tests.Submission;
using Torghut.Trading.Universe;

namespace Torghut.Trading.Tests.Loop;

/// <summary>
/// A whole tick of the service as it is put together, over stores in memory. The universe is not known, so that nothing is written to Postgres: the tick goes
/// on over what is held.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TickRunnerTests
{
    private static readonly DateTimeOffset Noon = SubmissionRig.Noon;

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly MemoryLease _lease = new();
    private readonly MemoryDecisions _decisions = new();
    private readonly MemorySignals _signals = new();
    private readonly MemorySignalMemory _memory = new();

    /// <summary>Signals that were decided, and where the cursor stood at that moment.</summary>
    private readonly List<(long Seq, OrderSide Side, long? Cursor)> _decided = [];

    private string _folder = "";
    private ServiceProvider _services = null!;
    private CancellationTokenSource _stopping = null!;
    private Task _leases = Task.CompletedTask;
    private Exception? _brokerFails;

    [SetUp]
    public void Create()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-tick-").FullName;
        var orders = new MemoryOrders();
        orders.Working.Add("AAPL");
        var builder = Composition.Create(
            ("TRADING_ENABLED", "true"), ("TRADING_KILL_SWITCH_ENABLED", "false"), ("TRADING_STATE_DIR", _folder), ("TRADING_SIGNAL_BATCH_SIZE", "2"));
        var universe = new UniverseProvider(new UniverseOptions(), new HttpClient(), _time, NullLogger<UniverseProvider>.Instance);
        builder.Services.AddSingleton<TimeProvider>(_time)
            .AddSingleton<ILeaseStore>(_lease).AddSingleton<ILatchStore>(new MemoryLatchStore()).AddSingleton<ISchemaSource>(new OneSchema())
            .AddSingleton<IDecisionStore>(_decisions).AddSingleton<IOrderQueries>(orders).AddSingleton<ISignalSource>(_signals)
            .AddSingleton<ISignalMemoryStore>(_memory).AddSingleton(universe).AddSingleton(new FallbackBroker(null))
            .AddSingleton<IBroker>(new DoubleBroker { GetClock = Clock });
        _services = builder.Services.BuildServiceProvider();
        _decisions.Planning = Plan;
        Get<EntryBlocks>().Reconciled = true;
        _stopping = new CancellationTokenSource();
        _leases = Get<LeaseManager>().RunAsync(_stopping.Token);
    }

    [TearDown]
    public async Task RemoveAsync()
    {
        await _stopping.CancelAsync();
        await Assert.ThatAsync(() => _leases, Throws.InstanceOf<OperationCanceledException>());
        _stopping.Dispose();
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Were the cursor first, a crash between the two would lose the signal: nobody reads it again.</summary>
    [Test]
    public async Task Run_Signal_IsDecidedBeforeTheCursorMovesAndOnce()
    {
        _signals.Add(Signal(7));
        Assert.That(await RunAsync(), Is.EqualTo(new TickResult(TickOutcomes.UniverseBlocked, More: false)));
        Assert.That(_decided, Is.EqualTo(new[] { (7L, OrderSide.Buy, (long?)null) }));
        Assert.That(_memory.Cursor?.Seq, Is.EqualTo(7));
        await RunAsync();
        Assert.That(_decided, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Run_DecisionsCannotBePersisted_TheSignalIsReadAgain()
    {
        _signals.Add(Signal(7));
        _decisions.Planning = _ => throw new TimeoutException("Postgres is away");
        Assert.That((await RunAsync()).Outcome, Is.EqualTo(TickOutcomes.DatabaseFailed));
        Assert.That(_memory.Cursor, Is.Null);
        _decisions.Planning = Plan;
        await RunAsync();
        Assert.That((_decided.Count, _memory.Cursor?.Seq), Is.EqualTo((1, 7L)));
    }

    [Test]
    public async Task Run_MoreSignalsThanABatch_SaysSoAndGoesOn()
    {
        _signals.Add(Signal(1), Signal(2), Signal(3));
        Assert.That((await RunAsync()).More, Is.True);
        Assert.That((await RunAsync()).More, Is.False);
        Assert.That(_decided.Select(decided => decided.Seq), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    /// <summary>Whoever had the lease meanwhile has read on; what this instance knows of the cursor is old.</summary>
    [Test]
    public async Task Run_LeaseWasElsewhere_GoesOnWhereTheOtherEnded()
    {
        _signals.Add(Signal(1));
        await RunAsync();
        _lease.IsElsewhere = true;
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.That((await RunAsync()).Outcome, Is.EqualTo(TickOutcomes.NoLease));
        _signals.Add(Signal(2));
        await _memory.AdvanceAsync(new SignalsRead("paper", "signals", [Signal(2).Position]), Signal(2).Position, Noon.AddMinutes(-1), CancellationToken.None);
        _lease.IsElsewhere = false;
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return Get<LeaseManager>().Current is not null;
            },
            "the lease");
        await RunAsync();
        Assert.That(_decided.Select(decided => decided.Seq), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task Run_PostgresDoesNotRenewTheLease_IsTheDatabasesFailure()
    {
        _lease.Away = true;
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return Get<LeaseManager>() is { DatabaseDown: true, Current: null };
            },
            "the lease's end");
        Assert.That((await RunAsync()).Outcome, Is.EqualTo(TickOutcomes.DatabaseFailed));
        Assert.That(_signals.Forward, Is.Empty);
    }

    [Test]
    public async Task Run_BeforeTheAccountIsReconciled_ReadsNothing()
    {
        Get<EntryBlocks>().Reconciled = false;
        Assert.That((await RunAsync()).Outcome, Is.EqualTo(TickOutcomes.Reconciling));
        Assert.That(_signals.Forward, Is.Empty);
    }

    /// <summary>A signal that no strategy sees is lost.</summary>
    [Test]
    public async Task Run_WithoutACatalogue_ReadsNothing()
    {
        Assert.That((await Get<TickRunner>().RunAsync(CancellationToken.None)).Outcome, Is.EqualTo(TickOutcomes.NoCatalogue));
        Assert.That(_signals.Forward, Is.Empty);
    }

    [Test]
    public async Task Run_BrokerIsAway_IsItsFailureAndTheNextTickGoesOn()
    {
        _signals.Add(Signal(7));
        _brokerFails = new BrokerException("away", isTransient: true, retryAt: null);
        Assert.That((await RunAsync()).Outcome, Is.EqualTo(TickOutcomes.BrokerFailed));
        Assert.That(Get<LoopStatus>().View.LastError, Is.EqualTo("broker_failed: away"));
        _brokerFails = null;
        await RunAsync();
        Assert.That(_decided, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Run_SignalsCannotBeRead_IsNamedAsTheReasonForNone()
    {
        _signals.Fails = new SignalSourceException("away", isTransient: true);
        Assert.That((await RunAsync()).Outcome, Is.EqualTo(TickOutcomes.FetchFailed));
        Assert.That(Get<LoopStatus>().View.NoSignalReason, Is.EqualTo(NoSignalReasons.FetchFailed));
    }

    /// <summary>A fault of this program is none of the world's: the loop starts again.</summary>
    [Test]
    public async Task Run_FaultOfOurs_IsThrown()
    {
        _signals.Fails = new InvalidOperationException("a fault");
        await Assert.ThatAsync(RunAsync, Throws.InvalidOperationException.With.Message.EqualTo("a fault"));
    }

    private static SignalRow Signal(long seq) =>
        new("AAPL", Noon.AddSeconds(seq - 10), seq, Noon, "1Sec", new SignalFeatures { Macd = 2, MacdSignal = 1, Rsi14 = 20 });

    private IReadOnlyList<PlannedDecision> Plan(IReadOnlyList<DecisionDraft> drafts)
    {
        _decided.AddRange(drafts.Select(draft => (draft.Signal.Seq, draft.Intent.Action, _memory.Cursor?.Seq)));
        return [];
    }

    private MarketClock Clock() =>
        _brokerFails is { } failure ? throw failure : new MarketClock(_time.GetUtcNow(), true, Noon.AddDays(1), Noon.AddHours(3));

    /// <summary>A tick with one strategy in force.</summary>
    private Task<TickResult> RunAsync()
    {
        Get<CurrentCatalogue>()
            .Apply(CatalogueParser.Parse("strategies.yaml", "strategies:\n  - name: dip\n    type: macd_rsi\n    max_notional_per_trade: 5000\n"));
        return Get<TickRunner>().RunAsync(CancellationToken.None);
    }

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();
}
