using Npgsql;
using Torghut.Alpaca;
using Torghut.Alpaca.Data;
using Torghut.Alpaca.Trading;
using Torghut.ClickHouse;
using Torghut.Common.Configuration;
using Torghut.Common.Drills;
using Torghut.Common.Health;
using Torghut.Common.Hosting;
using Torghut.Common.Kafka;
using Torghut.Common.Schemas;
using Torghut.Contracts.Decoding;
using Torghut.Trading.Account;
using Torghut.Trading.Advisory;
using Torghut.Trading.Api;
using Torghut.Trading.Audit;
using Torghut.Trading.Backtest;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Lean;
using Torghut.Trading.Leasing;
using Torghut.Trading.Loop;
using Torghut.Trading.Migrations;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Reconciliation;
using Torghut.Trading.Safety;
using Torghut.Trading.Signals;
using Torghut.Trading.Simulation;
using Torghut.Trading.Storage;
using Torghut.Trading.Submission;
using Torghut.Trading.Universe;

namespace Torghut.Trading.Hosting;

/// <summary>The composition root.</summary>
internal static class Registration
{
    /// <summary>The stop's own client waits less than an order's.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The second source of prices is worth less than the orders that wait for it: exits leave without.</summary>
    private static readonly TimeSpan QuoteTimeout = TimeSpan.FromSeconds(1);

    /// <summary>A runner that does not take connections is found out soon; its answers may take longer.</summary>
    private static readonly TimeSpan RunnerConnectTimeout = TimeSpan.FromSeconds(2);

    public static void Add(IServiceCollection services, OptionSet options)
    {
        services.AddFailpoints<FailpointNames>(options, Failure);
        services.AddSingleton(provider => new TradingGauges(provider.GetRequiredService<TimeProvider>())
        {
            Mode = CanonicalText.Of(options.Get<SwitchOptions>().Mode),
        });
        services.AddSingleton(TradingMetricCodes.All).AddSingleton<TradingMetrics>()
            .AddSingleton<LoopStatus>().AddSingleton<StartProgress>().AddSingleton<SimulationClock>();
        AddStorage(services);
        AddSafety(services, options);
        AddBroker(services, options);
        AddSignals(services, options);
        AddLoop(services);
        AddAdvisory(services, options.Get<ProviderOptions>());
        services.AddSingleton<SafetyStatus>().AddSingleton<AdapterStatus>().AddSingleton<InputStatus>().AddSingleton<StatusReport>()
            .AddSingleton<AutonomyReport>().AddSingleton<ReadLimit>().AddSingleton(Health).AddSingleton<IReadiness, TradingReadiness>();
        AddHosted(services);
    }

    /// <summary>What a crash point throws: what Postgres might, or in the loop itself what nobody expects.</summary>
    private static Exception Failure(string point) => point == FailpointNames.BeforeTick
        ? new InvalidOperationException($"failpoint {point}")
        : new NpgsqlException($"failpoint {point}");

    private static void AddStorage(IServiceCollection services) => services
        .AddSingleton<Database>().AddSingleton<DatabasePools>().AddSingleton<SchemaState>().AddSingleton<AuditLog>()
        .AddSingleton<ILatchStore>(provider => With<LatchStore>(provider, pools => pools.Latches))
        .AddSingleton<ILeaseStore>(provider => With<LeaseStore>(provider, pools => pools.Lease))
        .AddSingleton(provider => With<ReadQueries>(provider, pools => pools.Api))
        .AddSingleton(provider => With<ParityStore>(provider, pools => pools.Api))
        .AddSingleton(provider => With<EvidenceQueries>(provider, pools => pools.Api))
        .AddSingleton<CursorStore>().AddSingleton<ISignalMemoryStore, SignalMemoryStore>().AddSingleton<IDecisionStore, DecisionStore>()
        .AddSingleton<IOrderReportStore, OrderReportStore>().AddSingleton<IOrderQueries, OrderQueries>().AddSingleton<OrderRateStore>()
        .AddSingleton<SnapshotStore>().AddSingleton<StrategyStore>().AddSingleton<ExternalOrderStore>()
        .AddSingleton<IAccountBaselineStore, AccountBaselineStore>().AddSingleton<ActivityStore>().AddSingleton<UnreadItemStore>();

    private static void AddSafety(IServiceCollection services, OptionSet options) => services
        .AddSingleton(new LatchFile(options.Get<SwitchOptions>().StateDirectory))
        .AddSingleton(Latches).AddSingleton<ILatchState>(provider => provider.GetRequiredService<SafetyLatches>())
        .AddSingleton<EntryBlocks>().AddSingleton<PreTradeGate>().AddSingleton<InFlightOrders>().AddSingleton<EmergencyStop>()
        .AddSingleton<AccountReconciler>().AddSingleton<AccountDayStore>().AddSingleton<AuditAnchor>().AddSingleton<UnreadItems>();

    private static T With<T>(IServiceProvider provider, Func<DatabasePools, Database> pool) =>
        ActivatorUtilities.CreateInstance<T>(provider, pool(provider.GetRequiredService<DatabasePools>()));

    private static HealthReport Health(IServiceProvider provider) => ActivatorUtilities.CreateInstance<HealthReport>(
        provider, With<SchemaState>(provider, pools => pools.Probes), With<DatabaseProbe>(provider, pools => pools.Probes));

    /// <summary>They are in force before anything that is made of them exists.</summary>
    private static SafetyLatches Latches(IServiceProvider provider)
    {
        var latches = ActivatorUtilities.CreateInstance<SafetyLatches>(provider);
        latches.Initialise();
        return latches;
    }

    private static void AddBroker(IServiceCollection services, OptionSet options)
    {
        if (options.Get<BrokerOptions>().Adapter == ExecutionAdapter.Simulation)
        {
            services.AddSingleton<SimulationStore>().AddSingleton<IBroker, SimulationBroker>();
            services.AddSingleton(provider => new StopBroker(provider.GetRequiredService<IBroker>())).AddSingleton(new FallbackBroker(null));
            return;
        }

        services.AddSingleton(provider => Alpaca(provider, options, options.Get<BrokerOptions>().RequestTimeout));
        services.AddSingleton(provider => Primary(provider, options.Get<BrokerOptions>()));
        services.AddSingleton(provider => new FallbackBroker(
            options.Get<BrokerOptions>() is { Adapter: ExecutionAdapter.Lean, Fallback: FallbackAdapter.Alpaca } ? provider.GetRequiredService<AlpacaBroker>()
                : null));
        services.AddSingleton(provider => new StopBroker(Alpaca(provider, options, StopTimeout)));
    }

    private static IBroker Primary(IServiceProvider provider, BrokerOptions options)
    {
        var alpaca = provider.GetRequiredService<AlpacaBroker>();
        if (options.Adapter != ExecutionAdapter.Lean)
        {
            return alpaca;
        }

        var http = new HttpClient(AlpacaHttpHandler.Create(RunnerConnectTimeout)) { Timeout = Timeout.InfiniteTimeSpan };
        var settings = new LeanBridgeSettings(options.LeanRunner!, options.LeanTimeout, options.LeanToken);
        return new LeanBroker(new LeanBridgeClient(http, settings, provider.GetRequiredService<TimeProvider>()), alpaca);
    }

    private static AlpacaBroker Alpaca(IServiceProvider provider, OptionSet options, TimeSpan timeout)
    {
        var broker = options.Get<BrokerOptions>();
        var switches = options.Get<SwitchOptions>();
        var rest = new AlpacaRestOptions
        {
            BaseAddress = switches.BrokerAddress,
            Credentials = new AlpacaCredentials(broker.KeyId, broker.SecretKey),
            RequestTimeout = timeout,
        };
        var http = new HttpClient(AlpacaHttpHandler.Create(timeout)) { Timeout = Timeout.InfiniteTimeSpan };
        var time = provider.GetRequiredService<TimeProvider>();
        var data = rest with { BaseAddress = DataAddress(broker, switches), RequestTimeout = timeout < QuoteTimeout ? timeout : QuoteTimeout };
        var clock = new BrokerClock(broker.ClockLeap, broker.ClockDoubt, time);
        return new AlpacaBroker(new AlpacaTradingClient(http, rest, time), new AlpacaDataClient(http, data, time), switches, broker, clock);
    }

    /// <summary>Whoever stands in for Alpaca's trading interface stands in for its market data.</summary>
    private static Uri DataAddress(BrokerOptions broker, SwitchOptions switches)
    {
        if (broker.DataAddress is { } given)
        {
            return given;
        }

        return switches.BrokerAddress.Host.EndsWith(".alpaca.markets", StringComparison.OrdinalIgnoreCase)
            ? new Uri("https://data.alpaca.markets")
            : switches.BrokerAddress;
    }

    private static void AddSignals(IServiceCollection services, OptionSet options)
    {
        var signals = options.Get<SignalOptions>();
        services.AddSingleton<IClickHouseClient>(provider => ClickHouseClient.Create(
            signals.Client(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RowRejects>().AddSingleton<ISignalSource, ClickHouseSignalSource>().AddSingleton<SignalOriginReader>();
        services.AddSingleton(provider => new UniverseProvider(
            options.Get<UniverseOptions>(),
            new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<UniverseProvider>>()));
        services.AddSingleton<RecordedUniverse>();
        services.AddSingleton<ISchemaSource>(provider => new SchemaRegistrySource(
            new SchemaRegistrySettings { Url = options.Get<TradeUpdateOptions>().Registry ?? new Uri("http://127.0.0.1:8081") },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SchemaRegistrySource>>()));
    }

    private static void AddLoop(IServiceCollection services) => services
        .AddSingleton<CurrentCatalogue>().AddSingleton<BrokerRateLimiter>().AddSingleton<OrderReportHandler>().AddSingleton<AdapterChain>()
        .AddSingleton<OutcomeRecorder>().AddSingleton<OrderSubmitter>().AddSingleton<BrokerLookup>().AddSingleton<UnknownResolver>()
        .AddSingleton<BrokerOrderApplier>().AddSingleton<UnsettledOrderReader>().AddSingleton<BrokerOrderReader>().AddSingleton<ActivityReader>()
        .AddSingleton<MovedMoney>().AddSingleton<IMovedMoneyReader, MovedMoneyReader>().AddSingleton<DailyLossStop>()
        .AddSingleton<AccountReader>().AddSingleton<EntryBlockCounter>().AddSingleton<Reconciler>()
        .AddSingleton<ReconciliationSchedule>().AddSingleton<SignalCounters>()
        .AddSingleton<SignalFeed>()
        .AddSingleton<QuoteReader>().AddSingleton<PortfolioReader>().AddSingleton<AssetCache>().AddSingleton<ContextLoader>()
        .AddSingleton<TickContexts>().AddSingleton<TickReporter>()
        .AddSingleton<EntryRateGuard>().AddSingleton<ExitRefusals>().AddSingleton<ApprovedOrderSender>().AddSingleton<DecisionProcessor>()
        .AddSingleton<LiveEvaluator>().AddSingleton<DecisionPlanner>().AddSingleton<HeldSymbols>().AddSingleton<TickSymbols>()
        .AddSingleton<PendingDecisions>().AddSingleton<SignalJudge>().AddSingleton<TickGate>().AddSingleton<TickRunner>().AddSingleton<StartRecord>()
        .AddSingleton<LeaseManager>().AddSingleton<ILeaseState>(provider => provider.GetRequiredService<LeaseManager>())
        .AddSingleton<CatalogueReporter>().AddSingleton<CatalogueLoader>();

    /// <summary>Nobody is asked unless it is switched on; what is shown of it exists always.</summary>
    private static void AddAdvisory(IServiceCollection services, ProviderOptions options)
    {
        services.AddSingleton<AdvisoryMetrics>().AddSingleton<PromptLibrary>().AddSingleton<AdvisoryStatus>();
        if (!options.Enabled)
        {
            services.AddSingleton<IDecisionReviewer, NoReview>();
            return;
        }

        services.AddSingleton(new ProviderClient(new HttpClient(ProviderClient.Transport(options)) { Timeout = Timeout.InfiniteTimeSpan }));
        services.AddSingleton<IReviewLedger>(provider => With<ReviewLedger>(provider, pools => pools.Advisory))
            .AddSingleton<ReviewRunner>().AddSingleton<ShadowReviews>().AddSingleton<IDecisionReviewer, AdvisoryReviewer>()
            .AddSingleton(provider => With<CounterfactualStore>(provider, pools => pools.Advisory))
            .AddServiceLoop<ShadowReviews>("advisory", StartedAsync)
            .AddServiceLoop<CircuitReader>("circuits", StartedAsync)
            .AddServiceLoop<CounterfactualLedger>("counterfactuals", StartedAsync);
    }

    /// <summary>Started in this order and stopped in the reverse: the lease is given back last.</summary>
    private static void AddHosted(IServiceCollection services) => services
        .AddClientGuards()
        .AddServiceLoop<Startup>("start")
        .AddServiceLoop<EmergencyStop>("emergency_stop")
        .AddServiceLoop<LatchSynchroniser>("latches")
        .AddServiceLoop<LateOrderWatch>("late_orders")
        .AddServiceLoop<LeaseManager>("lease", StartedAsync)
        .AddServiceLoop<CatalogueLoader>("catalogue", StartedAsync)
        .AddSingleton<TradeUpdateStart>().AddSingleton<TradeUpdateApplier>().AddSingleton<TradeUpdateDeadLetters>()
        .AddServiceLoop<TradeUpdateConsumer>("trade_updates", StartedAsync)
        .AddServiceLoop<OrderPoller>("order_poller", StartedAsync)
        .AddServiceLoop<ParityWatch>("parity", StartedAsync)
        .AddServiceLoop<TradingWorker>("trading", StartedAsync);

    private static Task StartedAsync(IServiceProvider provider, CancellationToken cancellationToken) =>
        provider.GetRequiredService<StartProgress>().WhenDoneAsync(cancellationToken);
}
