using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Alpaca.Parsing;
using Torghut.Ws.Dedup;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Stream;

namespace Torghut.Ws.Tests.Support;

/// <summary>Everything between a frame's messages and the producer.</summary>
internal sealed class PublishingStage : IDisposable
{
    /// <summary>When the messages of the tests happened, 2026-04-06 13:30 UTC, nanoseconds.</summary>
    public const long At = 1_775_482_200_000_000_000;

    /// <summary>When they were received.</summary>
    public const long Received = At + 1_000_000;

    private readonly ManualTime _time = new();

    public PublishingStage()
    {
        var metrics = new WsMetrics(Registry, new TopicNames(new PublishingOptions()));
        Messages = new MarketDataPublisher(
            new RecordPublisher(Producer, SchemaIds.Of([1, 2, 3, 4, 5]), "iex", metrics, _time),
            new DedupWindow(new DedupOptions(), _time),
            metrics,
            new RejectionLog(metrics, _time, NullLogger<RejectionLog>.Instance));
    }

    public Producer Producer { get; } = new();

    public MarketDataPublisher Messages { get; }

    public Prometheus.CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    /// <summary>Offers a message in a frame of its own.</summary>
    public void Offer(Action<IMarketDataHandler> message)
    {
        Messages.BeginFrame(Received, 0);
        Messages.BeginMessage();
        message(Messages);
    }

    public void Dispose() => Producer.Dispose();
}
