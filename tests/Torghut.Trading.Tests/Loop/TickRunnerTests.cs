using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Torghut.Contracts.Decoding;
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

/// <summary>A whole tick of the service as it is put together, over stores in memory.</summary>
public sealed class TickRunnerTests
{
    private static readonly DateTimeOffset Noon = SubmissionRig.Noon;
    private static readonly SignalRow Signal = new(
        "AAPL", Noon.AddSeconds(-3), 7, Noon, "1Sec", new SignalFeatures { Macd = 2, MacdSignal = 1, Rsi14 = 20 });

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly MemoryDecisions _decisions = new();
    private readonly MemorySignalMemory _memory = new();
    private string _folder = "";
    private ServiceProvider _services = null!;
    private CancellationTokenSource _stopping = null!;
    private Task _leases = Task.CompletedTask;

    [SetUp]
    public void Create()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-tick-").FullName;
        _memory.Cursor = null;
        var signals = new MemorySignals();
        signals.Add(Signal);
        var orders = new MemoryOrders();
        orders.Working.Add("AAPL");
        var builder = Composition.Create(("TRADING_ENABLED", "true"), ("TRADING_KILL_SWITCH_ENABLED", "false"), ("TRADING_STATE_DIR", _folder));

        // What the universe says is written to Postgres; one that is not known is not, and what is held is read all the same.
        var universe = new UniverseProvider(new UniverseOptions(), new HttpClient(), _time, NullLogger<UniverseProvider>.Instance);
        builder.Services.AddSingleton<TimeProvider>(_time)
            .AddSingleton<ILeaseStore>(new MemoryLease()).AddSingleton<ILatchStore>(new MemoryLatchStore()).AddSingleton<ISchemaSource>(new OneSchema())
            .AddSingleton<IDecisionStore>(_decisions).AddSingleton<IOrderQueries>(orders).AddSingleton<ISignalSource>(signals)
            .AddSingleton<ISignalMemoryStore>(_memory).AddSingleton(universe).AddSingleton(new FallbackBroker(null))
            .AddSingleton<IBroker>(new DoubleBroker { GetClock = () => new MarketClock(_time.GetUtcNow(), true, Noon.AddDays(1), Noon.AddHours(3)) });
        _services = builder.Services.BuildServiceProvider();
        Get<EntryBlocks>().Reconciled = true;
        Get<CurrentCatalogue>().Apply(CatalogueParser.Parse("strategies.yaml", "strategies:\n  - name: dip\n    type: macd_rsi\n    max_notional_per_trade: 5000\n"));
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
    public async Task Run_Signal_IsDecidedBeforeTheCursorMoves()
    {
        var seen = new List<(SignalPosition? Cursor, OrderSide Side)>();
        _decisions.Planning = drafts =>
        {
            seen.AddRange(drafts.Select(draft => (_memory.Cursor, draft.Intent.Action)));
            return [];
        };
        var result = await RunAsync();
        Assert.That(seen, Is.EqualTo(new[] { ((SignalPosition?)null, OrderSide.Buy) }));
        Assert.That((result.Outcome, _memory.Cursor), Is.EqualTo((TickOutcomes.UniverseBlocked, (SignalPosition?)Signal.Position)));
        Assert.That((await RunAsync()).Outcome, Is.EqualTo(TickOutcomes.UniverseBlocked));
        Assert.That(seen, Has.Count.EqualTo(1), "a signal is evaluated once");
    }

    [Test]
    public async Task Run_DecisionsCannotBePersisted_TheSignalIsReadAgain()
    {
        var planned = 0;
        _decisions.Planning = _ => planned++ == 0 ? throw new TimeoutException("Postgres is away") : [];
        Assert.That((await RunAsync()).Outcome, Is.EqualTo(TickOutcomes.DatabaseFailed));
        Assert.That(_memory.Cursor, Is.Null);
        await RunAsync();
        Assert.That((planned, _memory.Cursor), Is.EqualTo((2, (SignalPosition?)Signal.Position)));
    }

    private Task<TickResult> RunAsync() => Get<TickRunner>().RunAsync(CancellationToken.None);

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();
}
