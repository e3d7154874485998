using Torghut.ClickHouse;
using Torghut.Ops.Cluster;
using Torghut.Ops.Kafka;
using Torghut.Ops.Snapshots.History;
using Torghut.Ops.Snapshots.Probes;

namespace Torghut.Ops.Snapshots;

internal static class SnapshotRegistration
{
    /// <summary>Longest answer of a service that is read, bytes.</summary>
    private const int MaxResponseBytes = 1 << 20;

    private const int MaxPostgresConnections = 4;

    public static IServiceCollection AddSnapshots(this IServiceCollection services) => services
        .AddSingleton(provider => new HttpProbes(provider.GetRequiredService<TargetOptions>(), Http(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new ClickHouseProbes(
            provider.GetRequiredService<TargetOptions>(), provider.GetRequiredService<SnapshotOptions>(), ClickHouse(provider),
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new PostgresProbes(
            PostgresSource.Open(provider.GetRequiredService<TargetOptions>(), MaxPostgresConnections), provider.GetRequiredService<SnapshotOptions>()))
        .AddSingleton(provider => new KafkaProbes(Kafka(provider)))
        .AddSingleton<UniverseProbes>()
        .AddSingleton<PlatformProbes>()
        .AddSingleton<ClusterClient>()
        .AddSingleton<ClusterCopies>()
        .AddSingleton<ClusterProbes>()
        .AddSingleton<ProbeCatalogue>()
        .AddSingleton<ProbeRunner>()
        .AddSingleton<MarketClockReader>()
        .AddSingleton<SnapshotHistory>()
        .AddSingleton<SnapshotCollector>();

    private static HttpClient Http() =>
        new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), UseProxy = false, AllowAutoRedirect = false })
        {
            // The probes bring their own time-out.
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxResponseBytes,
        };

    /// <summary>The TA store as probes ask it; null when no address is configured.</summary>
    internal static ClickHouseClient? ClickHouse(IServiceProvider provider)
    {
        var targets = provider.GetRequiredService<TargetOptions>();
        if (targets.ClickHouse is null)
        {
            return null;
        }

        var settings = new ClickHouseClientSettings
        {
            Endpoint = targets.ClickHouse,
            User = targets.ClickHouseUser,
            Password = targets.ClickHousePassword,
            Timeout = provider.GetRequiredService<SnapshotOptions>().ProbeTimeout,
        };
        return ClickHouseClient.Create(settings, provider.GetRequiredService<TimeProvider>());
    }

    private static KafkaInspector? Kafka(IServiceProvider provider) => provider.GetRequiredService<KafkaTargetOptions>() is { Bootstrap.Length: > 0 } target
        ? new KafkaInspector(target.Connection, provider.GetRequiredService<SnapshotOptions>().ProbeTimeout, provider.GetRequiredService<TimeProvider>())
        : null;
}
