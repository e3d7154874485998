using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Torghut.Contracts.Decoding;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Leasing;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Safety;
using Torghut.Trading.Strategies;
using Torghut.Trading.Submission;
using Torghut.Trading.Tests.Execution;
using Torghut.Trading.Tests.Hosting;
using Torghut.Trading.Tests.OrderReports;
using Torghut.Trading.Tests.Safety;

namespace Torghut.Trading.Tests.Submission;

/// <summary>The service's parts as they are put together, over brokers, stores and a clock that a test moves. Nothing is started.</summary>
internal sealed class SubmissionRig : ILeaseState, IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 2, 6, 17, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan OrderMaxAge = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services;
    private readonly string _folder = Directory.CreateTempSubdirectory("torghut-submit-").FullName;

    public SubmissionRig()
    {
        Book = new BookBroker(Time) { Effective = true };
        var builder = Composition.Create(
            ("TRADING_ENABLED", "true"), ("TRADING_KILL_SWITCH_ENABLED", "false"), ("TRADING_STATE_DIR", _folder),
            ("TRADING_ORDER_MAX_AGE_SECONDS", "30"), ("TRADING_CONTEXT_MAX_AGE_MS", "60000"), ("TRADING_UNKNOWN_GRACE_MS", "5000"));
        builder.Services.AddSingleton<TimeProvider>(Time)
            .AddSingleton<ILeaseState>(this).AddSingleton<ILatchStore>(new MemoryLatchStore()).AddSingleton<ISchemaSource>(new OneSchema())
            .AddSingleton<IDecisionStore>(Decisions).AddSingleton<IOrderReportStore>(Reports).AddSingleton<IOrderQueries>(Orders)
            .AddSingleton<IBroker>(Broker("first", First)).AddSingleton(new FallbackBroker(Broker("second", Second)))
            .AddSingleton(new StopBroker(Book));
        _services = builder.Services.BuildServiceProvider();
        Blocks.Reconciled = true;
    }

    public FakeTimeProvider Time { get; } = new(Noon);

    public MemoryDecisions Decisions { get; } = new();

    public MemoryReports Reports { get; } = new();

    public MemoryOrders Orders { get; } = new();

    /// <summary>What the adapters answer, and how often they were asked.</summary>
    public AdapterScript First { get; } = new();

    public AdapterScript Second { get; } = new();

    /// <summary>The book that an emergency stop empties.</summary>
    public BookBroker Book { get; }

    /// <summary>What the broker shows under a client order id.</summary>
    public Dictionary<string, BrokerOrder> AtTheBroker { get; } = new(StringComparer.Ordinal);

    /// <summary>What comes instead of an answer when the broker is asked for an order; null when it answers.</summary>
    public Func<string, BrokerException?> LookupFails { get; set; } = _ => null;

    public Lease? Current { get; set; } = new("loop", "me", 1);

    public EntryBlocks Blocks => Get<EntryBlocks>();

    public BrokerRateLimiter RateLimiter => Get<BrokerRateLimiter>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A part of the service with some of what it is made of given by the test.</summary>
    public T Make<T>(params object[] given) => ActivatorUtilities.CreateInstance<T>(_services, given);

    /// <summary>A decision that was approved for a signal of this moment.</summary>
    public DecisionRow Approved(bool opens = true)
    {
        var row = new DecisionRow
        {
            Id = Guid.NewGuid(),
            AccountLabel = "paper",
            DecisionHash = Guid.NewGuid().ToString("N"),
            StrategyName = "dip",
            Symbol = "AAPL",
            Action = "buy",
            SignalEventTs = Time.GetUtcNow(),
            Status = OrderState.Approved.Name(),
            OpensExposure = opens,
            CreatedAt = Time.GetUtcNow(),
        };
        Decisions.Add(row);
        return row;
    }

    public Task<SubmitResult> SubmitAsync(DecisionRow row)
    {
        var read = new MarketClock(Time.GetUtcNow(), true, Noon.AddDays(1), Noon.AddHours(3));
        var leaving = new LeavingOrder(
            row.Symbol, row.Action, row.OpensExposure, row.SignalEventTs, new SessionClock(read, Time.GetTimestamp(), Time), Time.GetTimestamp());
        return Get<OrderSubmitter>().SubmitAsync(row, new PlannedOrder("AAPL", OrderSide.Buy, 5, OrderKind.Market, null), leaving, CancellationToken.None);
    }

    public BrokerOrder Order(string clientOrderId, string status = "new", decimal filled = 0) => new()
    {
        OrderId = "o-" + clientOrderId,
        ClientOrderId = clientOrderId,
        Symbol = "AAPL",
        Side = "buy",
        Type = "market",
        TimeInForce = "day",
        Qty = 5,
        FilledQty = filled,
        Status = status,
        UpdatedAt = Time.GetUtcNow(),
        RawJson = "{}",
    };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private DoubleBroker Broker(string name, AdapterScript script) => new()
    {
        Name = name,
        Submit = async (_, id) => await script.NextAsync(id) ?? new SubmitOutcome.Accepted(Order(id)),
        FindByClientOrderId = id => LookupFails(id) is { } failure ? throw failure : AtTheBroker.GetValueOrDefault(id),
    };
}
