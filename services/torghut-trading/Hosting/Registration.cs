using Npgsql;
using Torghut.Alpaca;
using Torghut.Alpaca.Trading;
using Torghut.ClickHouse;
using Torghut.Common.Configuration;
using Torghut.Common.Drills;
using Torghut.Common.Health;
using Torghut.Common.Schemas;
using Torghut.Contracts.Decoding;
using Torghut.Trading.Account;
using Torghut.Trading.Advisory;
using Torghut.Trading.Api;
using Torghut.Trading.Audit;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
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

    /// <summary>A runner that does not take connections is found out soon; its answers may take longer.</summary>
    private static readonly TimeSpan RunnerConnectTimeout = TimeSpan.FromSeconds(2);

    public static void Add(IServiceCollection services, OptionSet options)
    {
        services.AddFailpoints<FailpointNames>(options, name => new NpgsqlException($"failpoint {name}"));
        services.AddSingleton<TradingGauges>().AddSingleton(TradingMetricCodes.All).AddSingleton<TradingMetrics>()
            .AddSingleton<LoopStatus>().AddSingleton<SimulationClock>();
        AddStorage(services);
        AddSafety(services, options);
        AddBroker(services, options);
        AddSignals(services, options);
        AddLoop(services);
        services.AddSingleton<SafetyStatus>().AddSingleton<AdapterStatus>().AddSingleton<InputStatus>().AddSingleton<StatusReport>()
            .AddSingleton<AutonomyReport>().AddSingleton<HealthReport>().AddSingleton<IReadiness, TradingReadiness>();
        AddHosted(services);
    }

    private static void AddStorage(IServiceCollection services) => services
        .AddSingleton<Database>().AddSingleton<MigrationRunner>().AddSingleton<AuditLog>().AddSingleton<LatchStore>().AddSingleton<LeaseStore>()
        .AddSingleton<CursorStore>().AddSingleton<DecisionStore>().AddSingleton<OrderReportStore>().AddSingleton<OrderQueries>().AddSingleton<OrderRateStore>()
        .AddSingleton<SnapshotStore>().AddSingleton<StrategyStore>().AddSingleton<ExternalOrderStore>().AddSingleton<ReadQueries>()
        .AddSingleton<EvidenceQueries>()
        .AddSingleton<AccountBaselineStore>();

    private static void AddSafety(IServiceCollection services, OptionSet options) => services
        .AddSingleton(new LatchFile(options.Get<SwitchOptions>().StateDirectory))
        .AddSingleton<SafetyLatches>().AddSingleton<EntryBlocks>().AddSingleton<PreTradeGate>().AddSingleton<InFlightOrders>().AddSingleton<EmergencyStop>()
        .AddSingleton<AccountReconciler>().AddSingleton<AuditAnchor>();

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
        return new AlpacaBroker(new AlpacaTradingClient(http, rest, provider.GetRequiredService<TimeProvider>()), switches);
    }

    private static void AddSignals(IServiceCollection services, OptionSet options)
    {
        var signals = options.Get<SignalOptions>();
        services.AddSingleton<IClickHouseClient>(provider => ClickHouseClient.Create(
            new ClickHouseClientSettings
            {
                Endpoint = signals.ClickHouse!,
                User = signals.UserName,
                Password = signals.Password,
                Timeout = signals.Timeout,
                ConnectTimeout = signals.Timeout,
            },
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ISignalSource, ClickHouseSignalSource>().AddSingleton<SignalOriginReader>();
        services.AddSingleton(provider => new UniverseProvider(
            options.Get<UniverseOptions>(),
            new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<UniverseProvider>>()));
        services.AddSingleton<ISchemaSource>(provider => new SchemaRegistrySource(
            new SchemaRegistrySettings { Url = options.Get<TradeUpdateOptions>().Registry ?? new Uri("http://127.0.0.1:8081") },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SchemaRegistrySource>>()));
    }

    private static void AddLoop(IServiceCollection services) => services
        .AddSingleton<CurrentCatalogue>().AddSingleton<BrokerRateLimiter>().AddSingleton<OrderReportHandler>().AddSingleton<AdapterChain>()
        .AddSingleton<OutcomeRecorder>().AddSingleton<OrderSubmitter>().AddSingleton<BrokerLookup>().AddSingleton<UnknownResolver>()
        .AddSingleton<BrokerOrderReader>().AddSingleton<AccountReader>().AddSingleton<EntryBlockCounter>().AddSingleton<Reconciler>()
        .AddSingleton<ReconciliationSchedule>().AddSingleton<IDecisionReviewer, NoReview>().AddSingleton<SignalFeed>()
        .AddSingleton<PortfolioReader>().AddSingleton<AssetCache>().AddSingleton<ContextLoader>().AddSingleton<TickReporter>().AddSingleton<RunawayGuard>()
        .AddSingleton<DecisionProcessor>().AddSingleton<DecisionPlanner>().AddSingleton<PendingDecisions>().AddSingleton<SignalJudge>()
        .AddSingleton<TickGate>().AddSingleton<TickRunner>().AddSingleton<StartRecord>().AddSingleton<LeaseManager>().AddSingleton<CatalogueLoader>();

    /// <summary>Started in this order and stopped in the reverse: the lease is given back last.</summary>
    private static void AddHosted(IServiceCollection services) => services
        .AddHostedService<Startup>()
        .AddHostedService(provider => provider.GetRequiredService<EmergencyStop>())
        .AddHostedService(provider => provider.GetRequiredService<LeaseManager>())
        .AddHostedService(provider => provider.GetRequiredService<CatalogueLoader>())
        .AddHostedService<TradeUpdateConsumer>()
        .AddHostedService<OrderPoller>()
        .AddHostedService<TradingWorker>();
}
