using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Hosting;
using Torghut.Ops.Cluster;
using Torghut.Ops.Evidence;
using Torghut.Ops.Http;
using Torghut.Ops.Kafka;
using Torghut.Ops.Snapshots.History;
using Torghut.Ops.Symbols;

namespace Torghut.Ops.Snapshots;

/// <summary>A snapshot without the service.</summary>
internal static class CommandLineSnapshot
{
    /// <summary>Everything a snapshot needs, in the service and on the command line.</summary>
    public static readonly Type[] OptionTypes =
        [
            typeof(TargetOptions), typeof(SnapshotOptions), typeof(ClusterOptions), typeof(SymbolOptions), typeof(HistoryOptions), typeof(KafkaTargetOptions),
        ];

    /// <summary>Takes a snapshot; null when the configuration was wrong, which has been reported.</summary>
    public static async Task<SystemSnapshot?> TakeAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.ReadOptions(OptionTypes) is not { } options)
        {
            return null;
        }

        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton(Prometheus.Metrics.NewCustomRegistry())
            .AddSingleton(new OpsOptions());
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        foreach (var (type, instance) in options.All)
        {
            services.AddSingleton(type, instance);
        }

        await using var provider = services.AddSymbols().AddSnapshots().BuildServiceProvider();
        var who = options.Get<SnapshotOptions>().Operator is { Length: > 0 } named ? named : Environment.UserName;
        return await provider.GetRequiredService<SnapshotCollector>().TakeAsync(who, cancellationToken);
    }
}
