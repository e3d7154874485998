using Torghut.Common.Drills;
using Torghut.Common.Hosting;
using Torghut.Trading.Account;
using Torghut.Trading.Advisory;
using Torghut.Trading.Api;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.LeanRunner;
using Torghut.Trading.Leasing;
using Torghut.Trading.Loop;
using Torghut.Trading.Migrations;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Reconciliation;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;
using Torghut.Trading.Storage;
using Torghut.Trading.Universe;

namespace Torghut.Trading.Hosting;

/// <summary>The service as <see cref="ServiceHost"/> sees it.</summary>
internal static class TradingService
{
    public static IReadOnlyList<Type> OptionTypes { get; } =
    [
        typeof(ApiOptions), typeof(SwitchOptions), typeof(LoopOptions), typeof(ReconciliationOptions), typeof(LeaseOptions),
        typeof(MigrationOptions), typeof(CatalogueOptions), typeof(SignalOptions), typeof(UniverseOptions), typeof(RiskOptions),
        typeof(BrokerOptions), typeof(ProviderOptions), typeof(AdvisoryPolicyOptions),
        typeof(TradeUpdateOptions), typeof(DatabaseOptions), typeof(DrillOptions<FailpointNames>),
    ];

    public static ServiceDefinition Definition { get; } = new()
    {
        Name = "torghut-trading",
        Summary = "turns signals into risk-checked orders that cannot double, and explains each of them",
        OptionTypes = OptionTypes,
        OwnPrefixes = ["TRADING_", "LLM_"],
        Ports = options => [options.Get<ApiOptions>().Port],
        ConfigureServices = Registration.Add,
        MapEndpoints = endpoints =>
        {
            ReadEndpoints.Map(endpoints);
            OperatorEndpoints.Map(endpoints);
        },
        Commands =
        [
            MigrateCommand.Command, AuditCommand.Command, StrategiesCommand.Command, BacktestCommand.Command, ReconcileLiveCommand.Command,
            LeanRunnerService.Command, LlmEvalCommand.Command, PromoteCommand.Command,
        ],
    };
}
