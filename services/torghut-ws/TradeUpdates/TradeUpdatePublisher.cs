using System.Text;
using Torghut.Alpaca.TradeUpdates;
using Torghut.Contracts.Market;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;

namespace Torghut.Ws.TradeUpdates;

/// <summary>Puts order events on their topic, each once, and waits when Kafka's queue is full.</summary>
internal sealed class TradeUpdatePublisher(
    RecordPublisher publisher, TradeUpdatesOptions options, TopicNames topics, WsMetrics metrics, TimeProvider time)
{
    private readonly TradeUpdateWindow _window = new();

    /// <returns>Why the event is no record, a word of <see cref="RefusalReasons"/>; null when it was published, now or before.</returns>
    public async Task<string?> PublishAsync(TradeUpdateMessage update, CancellationToken cancellationToken)
    {
        metrics.Received(MessageChannel.TradeUpdates);
        var key = TradeUpdateIdentity.Of(update.EventText, update.ExecutionId, update.OrderId, update.TimestampNanos ?? 0);
        if (_window.Contains(key))
        {
            metrics.Dropped(MessageChannel.TradeUpdates);
            return null;
        }

        var record = Record(update, Nanos.Now(time));
        if (RecordBounds.RefusalOf(record) is { } reason)
        {
            return reason;
        }

        using var span = WsTracing.StartSend(topics[ProduceTopic.TradeUpdates], update.Symbol);
        span?.SetTag(WsTracing.OrderId, update.OrderId).SetTag(WsTracing.OrderEvent, update.EventText);
        var traceParent = span?.Id is { } id ? Encoding.ASCII.GetBytes(id) : [];
        await publisher.PublishAsync(record, time.GetTimestamp(), traceParent, cancellationToken);
        _window.Mark(key);
        metrics.Lagged(MessageChannel.TradeUpdates, record.Envelope.IngestTs - record.Envelope.EventTs);
        return null;
    }

    private TradeUpdate Record(TradeUpdateMessage update, long ingestNanos) => new(
        publisher.Envelope(ingestNanos, update.TimestampNanos ?? ingestNanos, Channels.TradeUpdates, update.Symbol, true, Sources.WebSocket),
        options.AccountLabel,
        update.EventText,
        update.ExecutionId,
        update.OrderId,
        update.ClientOrderId,
        update.OrderStatus,
        update.Price,
        update.Qty,
        update.PositionQty,
        update.FilledQty,
        update.FilledAvgPrice,
        update.OrderJson);
}
