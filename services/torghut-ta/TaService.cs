using Torghut.ClickHouse;
using Torghut.Common.Configuration;
using Torghut.Common.Drills;
using Torghut.Common.Health;
using Torghut.Common.Hosting;
using Torghut.Common.Schemas;
using Torghut.Contracts.Decoding;
using Torghut.Ta.Compute;
using Torghut.Ta.Configuration;
using Torghut.Ta.Drills;
using Torghut.Ta.Metrics;
using Torghut.Ta.Runtime;
using Torghut.Ta.Savepoints;
using Torghut.Ta.Sink;
using Torghut.Ta.Sink.Schema;
using Torghut.Ta.Status;

namespace Torghut.Ta;

/// <summary>What the service is made of.</summary>
internal static class TaService
{
    public static ServiceDefinition Definition { get; } = new()
    {
        Name = "torghut-ta",
        Summary = "computes one-second bars and indicators by event time and stores them in ClickHouse",
        OptionTypes = [typeof(TaServiceOptions), typeof(TaKafkaOptions), typeof(TaComputeOptions), typeof(TaSinkOptions), typeof(SavepointOptions),
            typeof(DrillOptions<FailpointNames>)],
        Ports = options => [options.Get<TaServiceOptions>().HealthPort, options.Get<TaServiceOptions>().MetricsPort],
        ConfigureServices = Register,
        MapEndpoints = StatusEndpoint.Map,
        Commands = [ComputeCommand.Definition, SavepointCommand.Definition],
    };

    private static void Register(IServiceCollection services, OptionSet options)
    {
        services.AddFailpoints<FailpointNames>(options, FailpointNames.Failure);
        services.AddSingleton<TaMetrics>();
        services.AddSingleton<ComputeMetrics>();
        services.AddSingleton<KafkaClients>();
        services.AddSingleton<TaState>();
        services.AddSingleton<IReadiness>(provider => provider.GetRequiredService<TaState>());
        services.AddSingleton<ISchemaSource>(provider => new SchemaRegistrySource(
            new SchemaRegistrySettings { Url = options.Get<TaKafkaOptions>().SchemaRegistryUrl!, UseProxy = false },
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<ComputeWorker>();
        services.AddHostedService<KafkaProbe>();
        services.AddHostedService<StatusPublisher>();
        RegisterSink(services, options.Get<TaSinkOptions>());
    }

    private static void RegisterSink(IServiceCollection services, TaSinkOptions sink)
    {
        services.AddSingleton<SinkHealth>();
        services.AddSingleton<Inserter>();
        services.AddSingleton(new TaTableOptions
        {
            Database = sink.Database,
            Cluster = sink.Cluster.Length == 0 ? null : sink.Cluster,
            MicrobarDays = sink.TtlDaysMicrobars,
            SignalDays = sink.TtlDaysSignals,
        });
        services.AddSingleton<TaSchemaInstaller>();
        services.AddSingleton<IClickHouseClient>(provider => ClickHouseClient.Create(
            new ClickHouseClientSettings
            {
                Endpoint = sink.Url!,
                User = sink.Username,
                Password = sink.Password,
                // Statements name the database; it may not exist yet.
                Database = "default",
                ConnectTimeout = sink.ConnectTimeout,
            },
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<SinkWorker>();
    }
}
