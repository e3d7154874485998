using Torghut.Common.Configuration;
using Torghut.Common.Drills;
using Torghut.Common.Hosting;
using Torghut.Ws.Backfill;
using Torghut.Ws.CorporateActions;
using Torghut.Ws.Dedup;
using Torghut.Ws.Drills;
using Torghut.Ws.Health;
using Torghut.Ws.Publishing;
using Torghut.Ws.Replay;
using Torghut.Ws.Status;
using Torghut.Ws.Stream;
using Torghut.Ws.TradeUpdates;
using Torghut.Ws.Universe;

namespace Torghut.Ws.Hosting;

/// <summary>What the service host needs to know.</summary>
internal static class WsService
{
    public static ServiceDefinition Definition { get; } = new()
    {
        Name = "torghut-ws",
        Summary = "forwards Alpaca's market data and order events to Kafka.",
        OptionTypes =
        [
            typeof(StreamOptions), typeof(UniverseOptions), typeof(DedupOptions), typeof(PublishingOptions), typeof(TradeUpdatesOptions),
            typeof(BackfillOptions), typeof(CorporateActionOptions), typeof(StatusOptions), typeof(HealthOptions), typeof(DrillOptions<FailpointNames>),
        ],
        OwnPrefixes = ["BACKFILL_", "DEDUP_", "RECONNECT_", "SHARD_", "STREAM_", "SUBSCRIBE_"],
        Ports = Ports,
        ConfigureServices = Registration.Add,
        MapEndpoints = UniverseEndpoint.Map,
        Commands = [ReplayCommand.Command],
    };

    private static IReadOnlyList<int> Ports(OptionSet options)
    {
        var health = options.Get<HealthOptions>();
        return [health.HealthPort, health.MetricsPort];
    }
}
