using Torghut.Common.Hosting;
using Torghut.Ops.Actuation;
using Torghut.Ops.Audit;
using Torghut.Ops.Backtests;
using Torghut.Ops.Exporters;
using Torghut.Ops.GitOps;
using Torghut.Ops.Http;
using Torghut.Ops.Kafka;
using Torghut.Ops.Pages;
using Torghut.Ops.Replay;
using Torghut.Ops.Replicas;
using Torghut.Ops.Schemas;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Snapshots.Health;
using Torghut.Ops.Snapshots.History;
using Torghut.Ops.Symbols;
using Torghut.Ops.TechnicalAnalysis;
using Torghut.Ops.TradingHistory;

namespace Torghut.Ops.Hosting;

/// <summary>The service as <see cref="ServiceHost"/> runs it.</summary>
internal static class OpsService
{
    public static ServiceDefinition Definition { get; } = new()
    {
        Name = "torghut-ops",
        Summary = "snapshots of the whole system, its verdict, and the symbol universe",
        OptionTypes =
        [
            typeof(OpsOptions), typeof(AuditOptions), typeof(ExporterOptions), typeof(GitOpsOptions), typeof(ReplayOptions),
            typeof(ActuationOptions), typeof(EmergencyOptions), typeof(TradingHistoryOptions), .. TaRegistration.OptionTypes,
            .. CommandLineSnapshot.OptionTypes,
        ],
        OwnPrefixes = ["OPS_"],
        Ports = options => [options.Get<OpsOptions>().Port],
        ConfigureServices = Registration.Add,
        MapEndpoints = endpoints =>
        {
            endpoints.MapSymbols();
            endpoints.MapSnapshots();
            endpoints.MapHistory();
            endpoints.MapActuation();
            endpoints.MapTechnicalAnalysis();
            endpoints.MapTrading();
            endpoints.MapBacktests();
            endpoints.MapOpenApiDocument();
            endpoints.MapPages();
        },
        Commands =
        [
            SnapshotCommand.Command, HealthCommand.Command, TopicsCommand.Command, SchemasCommand.Command, ReplayCommand.Command, ActuateCommand.Command,
            ReplicaCommand.Command,
        ],
    };
}
