using Torghut.Common.Drills;
using Torghut.Common.Hosting;
using Torghut.Ta.Compute;
using Torghut.Ta.Drills;
using Torghut.Ta.Engine;
using Torghut.Ta.Kafka;
using Torghut.Ta.Repair;
using Torghut.Ta.Savepoints;
using Torghut.Ta.Sink;
using Torghut.Ta.Status;

namespace Torghut.Ta.Hosting;

/// <summary>What the service host needs to know.</summary>
internal static class TaService
{
    public static ServiceDefinition Definition { get; } = new()
    {
        Name = "torghut-ta",
        Summary = "computes one-second bars and indicators by event time and stores them in ClickHouse",
        OptionTypes = [typeof(TaServiceOptions), typeof(TaKafkaOptions), typeof(TaComputeOptions), typeof(TaSinkOptions), typeof(SavepointOptions),
            typeof(DrillOptions<FailpointNames>)],
        OwnPrefixes = ["TA_"],
        Ports = options => [options.Get<TaServiceOptions>().HealthPort, options.Get<TaServiceOptions>().MetricsPort],
        ConfigureServices = Registration.Add,
        MapEndpoints = StatusEndpoint.Map,
        Commands = [ComputeCommand.Definition, SavepointCommand.Definition, StateCommand.Definition],
    };
}
