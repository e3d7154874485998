using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;

namespace Torghut.Ws.TradeUpdates;

/// <summary>Makes the publisher of order events as soon as there is one of records.</summary>
internal sealed class TradeUpdatePublisherStart(
    PublisherBootstrap start, TradeUpdatesOptions options, TopicNames topics, WsMetrics metrics, TimeProvider time)
{
    public async Task<TradeUpdatePublisher> PublisherAsync(CancellationToken cancellationToken) =>
        new(await start.Publisher.WaitAsync(cancellationToken), options, topics, metrics, time);
}
