using Microsoft.Extensions.DependencyInjection;
using Torghut.Avro.Registry;
using Torghut.Common.Configuration;
using Torghut.Common.Health;
using Torghut.Common.Hosting;
using Torghut.Ta.Configuration;
using Torghut.Ta.Metrics;
using Torghut.Ta.Runtime;
using Torghut.Ta.Status;

namespace Torghut.Ta;

/// <summary>What the service is made of.</summary>
internal static class TaService
{
    public static ServiceDefinition Definition { get; } = new()
    {
        Name = "torghut-ta",
        Summary = "computes one-second bars and indicators by event time and stores them in ClickHouse",
        OptionTypes = [typeof(TaServiceOptions), typeof(TaKafkaOptions), typeof(TaComputeOptions), typeof(TaSinkOptions)],
        Ports = options => [options.Get<TaServiceOptions>().HealthPort, options.Get<TaServiceOptions>().MetricsPort],
        ConfigureServices = Register,
        MapEndpoints = StatusEndpoint.Map,
    };

    private static void Register(IServiceCollection services, OptionSet options)
    {
        services.AddSingleton<TaMetrics>();
        services.AddSingleton<ComputeMetrics>();
        services.AddSingleton<KafkaClients>();
        services.AddSingleton<TaState>();
        services.AddSingleton<IReadiness>(provider => provider.GetRequiredService<TaState>());
        services.AddSingleton<ISchemaRegistryClient>(_ => new SchemaRegistryClient(
            new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan },
            new SchemaRegistryConfig { Url = options.Get<TaKafkaOptions>().SchemaRegistryUrl! }));
        services.AddHostedService<ComputeWorker>();
        services.AddHostedService<KafkaProbe>();
        services.AddHostedService<StatusPublisher>();
    }
}
