using Torghut.ClickHouse;
using Torghut.Common.Configuration;
using Torghut.Common.Drills;
using Torghut.Common.Health;
using Torghut.Common.Kafka;
using Torghut.Common.Schemas;
using Torghut.Contracts.Decoding;
using Torghut.Ta.Drills;
using Torghut.Ta.Kafka;
using Torghut.Ta.Observability;
using Torghut.Ta.Runtime;
using Torghut.Ta.Sink;
using Torghut.Ta.Sink.Schema;
using Torghut.Ta.Status;

namespace Torghut.Ta.Hosting;

/// <summary>Puts the parts together.</summary>
internal static class Registration
{
    public static void Add(IServiceCollection services, OptionSet options)
    {
        services.AddFailpoints<FailpointNames>(options, FailpointNames.Failure);
        services.AddClientGuards();
        services.AddSingleton<TaMetrics>();
        services.AddSingleton<ComputeMetrics>();
        services.AddSingleton<KafkaClients>();
        services.AddSingleton<TaState>();
        services.AddSingleton<IReadiness>(provider => provider.GetRequiredService<TaState>());
        services.AddSingleton<ISchemaSource>(provider => new SchemaRegistrySource(
            new SchemaRegistrySettings { Url = options.Get<TaKafkaOptions>().SchemaRegistryUrl!, UseProxy = false },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SchemaRegistrySource>>()));
        services.AddHostedService<ComputeWorker>();
        services.AddHostedService<KafkaProbe>();
        services.AddHostedService<StatusPublisher>();
        AddSink(services, options.Get<TaSinkOptions>());
    }

    private static void AddSink(IServiceCollection services, TaSinkOptions sink)
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
