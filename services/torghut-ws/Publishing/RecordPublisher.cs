using System.Buffers;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ws.Observability;

namespace Torghut.Ws.Publishing;

/// <summary>
/// Numbers, encodes and produces records. Sequence number, encoding and produce happen under one lock, so that a partition's order is that of
/// the numbers whoever publishes. Why bytes go to librdkafka without garbage is ADR 0006 (docs/adr/0006-producing-without-garbage.md).
/// </summary>
/// <param name="producer">Takes the bytes.</param>
/// <param name="schemas">Ids of the records' schemas.</param>
/// <param name="feed">Of every envelope.</param>
/// <param name="metrics">Counts waiting.</param>
/// <param name="time">Paces waiting.</param>
/// <param name="lastSeq">The last number of an earlier run; <see cref="long.MinValue"/> for none.</param>
internal sealed class RecordPublisher(
    IRecordProducer producer, SchemaIds schemas, string feed, WsMetrics metrics, TimeProvider time, long lastSeq = long.MinValue)
{
    private const int EnvelopeVersion = 1;
    private static readonly TimeSpan FullQueuePause = TimeSpan.FromMilliseconds(2);

    private readonly Lock _publishing = new();
    private readonly SequenceAllocator _numbers = new(lastSeq);
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly RecordEncoder<Trade> _trades = new(RecordCodecs.Trade, schemas[ProduceTopic.Trades]);
    private readonly RecordEncoder<Quote> _quotes = new(RecordCodecs.Quote, schemas[ProduceTopic.Quotes]);
    private readonly RecordEncoder<Bar> _bars = new(RecordCodecs.Bar, schemas[ProduceTopic.Bars]);
    private readonly RecordEncoder<ForwarderStatus> _statuses = new(RecordCodecs.ForwarderStatus, schemas[ProduceTopic.Status]);
    private readonly RecordEncoder<TradeUpdate> _tradeUpdates = new(RecordCodecs.TradeUpdate, schemas[ProduceTopic.TradeUpdates]);

    /// <summary>Publishes a record whose envelope has no number yet.</summary>
    /// <returns>False when Kafka's queue is full.</returns>
    public bool TryPublish(in Trade trade, long startedAt)
    {
        lock (_publishing)
        {
            return Send_NeedsLock(ProduceTopic.Trades, _trades, trade with { Envelope = Number_NeedsLock(trade.Envelope) }, trade.Envelope.Symbol, startedAt);
        }
    }

    /// <inheritdoc cref="TryPublish(in Trade, long)"/>
    public bool TryPublish(in Quote quote, long startedAt)
    {
        lock (_publishing)
        {
            return Send_NeedsLock(ProduceTopic.Quotes, _quotes, quote with { Envelope = Number_NeedsLock(quote.Envelope) }, quote.Envelope.Symbol, startedAt);
        }
    }

    /// <inheritdoc cref="TryPublish(in Trade, long)"/>
    public bool TryPublish(in Bar bar, long startedAt)
    {
        lock (_publishing)
        {
            return Send_NeedsLock(ProduceTopic.Bars, _bars, bar with { Envelope = Number_NeedsLock(bar.Envelope) }, bar.Envelope.Symbol, startedAt);
        }
    }

    /// <inheritdoc cref="TryPublish(in Trade, long)"/>
    public bool TryPublish(in ForwarderStatus status, long startedAt)
    {
        lock (_publishing)
        {
            var numbered = status with { Envelope = Number_NeedsLock(status.Envelope) };
            return Send_NeedsLock(ProduceTopic.Status, _statuses, numbered, status.Envelope.Symbol, startedAt);
        }
    }

    /// <summary>Publishes an order event whose envelope has no number yet.</summary>
    /// <param name="update">The event.</param>
    /// <param name="startedAt">When it was received, in the time provider's timestamps.</param>
    /// <param name="traceParent">W3C trace context for the record's header; empty for none.</param>
    /// <returns>False when Kafka's queue is full.</returns>
    public bool TryPublish(in TradeUpdate update, long startedAt, ReadOnlySpan<byte> traceParent)
    {
        lock (_publishing)
        {
            var numbered = update with { Envelope = Number_NeedsLock(update.Envelope) };
            return Send_NeedsLock(ProduceTopic.TradeUpdates, _tradeUpdates, numbered, update.Envelope.Symbol, startedAt, traceParent);
        }
    }

    /// <summary>An envelope that still lacks its number.</summary>
    public Envelope Envelope(long ingestNanos, long eventNanos, string channel, string symbol, bool isFinal, string source) =>
        new(ingestNanos, eventNanos, feed, channel, symbol, 0, isFinal, source, null, EnvelopeVersion);

    /// <summary>Publishes a record whose envelope has no number yet, and waits while Kafka's queue is full.</summary>
    public Task PublishAsync(Trade trade, long startedAt, CancellationToken cancellationToken) =>
        WhenRoomAsync(() => TryPublish(trade, startedAt), cancellationToken);

    /// <inheritdoc cref="PublishAsync(Trade, long, CancellationToken)"/>
    public Task PublishAsync(Bar bar, long startedAt, CancellationToken cancellationToken) =>
        WhenRoomAsync(() => TryPublish(bar, startedAt), cancellationToken);

    /// <inheritdoc cref="PublishAsync(Trade, long, CancellationToken)"/>
    public Task PublishAsync(TradeUpdate update, long startedAt, byte[] traceParent, CancellationToken cancellationToken) =>
        WhenRoomAsync(() => TryPublish(update, startedAt, traceParent), cancellationToken);

    /// <summary>Waits a moment for room in Kafka's queue, and counts that.</summary>
    public Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        metrics.WaitedForRoom();
        return Task.Delay(FullQueuePause, time, cancellationToken);
    }

    private async Task WhenRoomAsync(Func<bool> tryPublish, CancellationToken cancellationToken)
    {
        while (!tryPublish())
        {
            await WaitForRoomAsync(cancellationToken);
        }
    }

    private Envelope Number_NeedsLock(in Envelope envelope) => envelope with { Seq = _numbers.Next(envelope.IngestTs) };

    private bool Send_NeedsLock<T>(
        ProduceTopic topic, RecordEncoder<T> encoder, in T record, string symbol, long startedAt, ReadOnlySpan<byte> traceParent = default)
        where T : struct
    {
        _buffer.ResetWrittenCount();
        encoder.Encode(record, _buffer);
        return producer.TryProduce(topic, _numbers.KeyOf(symbol), _buffer.WrittenSpan, startedAt, traceParent);
    }
}
