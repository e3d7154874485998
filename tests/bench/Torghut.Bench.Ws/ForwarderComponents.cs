using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Alpaca.Parsing;
using Torghut.Common.Drills;
using Torghut.Ws.Dedup;
using Torghut.Ws.Health;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Publishing.Native;
using Torghut.Ws.Stream;

namespace Torghut.Bench.Ws;

/// <summary>The service's own objects, put together as the service does.</summary>
internal sealed class ForwarderComponents
{
    public const string Feed = "iex";

    public ForwarderComponents(PublishingOptions options)
    {
        Options = options;
        Topics = new TopicNames(options);
        Metrics = new WsMetrics(Prometheus.Metrics.NewCustomRegistry(), Topics);
    }

    public PublishingOptions Options { get; }

    public TopicNames Topics { get; }

    public WsMetrics Metrics { get; }

    /// <summary>The producer that the service uses.</summary>
    /// <param name="listener">Comes between the client and the producer; null for nobody.</param>
    public KafkaRecordProducer KafkaProducer(Func<IProducerEvents, IProducerEvents>? listener = null) => new(
        Options,
        Topics,
        TimeProvider.System,
        Metrics,
        new KafkaHealth(new HealthOptions(), TimeProvider.System),
        Failpoints.None,
        NullLogger<KafkaRecordProducer>.Instance,
        listener);

    /// <summary>From a frame's bytes to a producer.</summary>
    public async Task<ForwarderPath> PathAsync(IRecordProducer producer)
    {
        var ids = await SchemaIds.FetchAsync(new FixedRegistry(), Topics, autoRegister: true, CancellationToken.None);
        var publisher = new RecordPublisher(producer, ids, Feed, Metrics, TimeProvider.System);
        var rejections = new RejectionLog(Metrics, TimeProvider.System, NullLogger<RejectionLog>.Instance);
        return new ForwarderPath(new MarketDataFrameParser(),
            new MarketDataPublisher(publisher, new DedupWindow(new DedupOptions(), TimeProvider.System), Metrics, rejections));
    }
}
