using System.Buffers;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;

namespace Torghut.Ws.Publishing;

/// <summary>
/// Numbers, encodes and produces records. Sequence number, encoding and produce happen under one lock, so that a partition's order is that of
/// the numbers whoever publishes. Why bytes go to librdkafka without garbage is ADR 0006 (docs/adr/0006-producing-without-garbage.md).
/// </summary>
internal sealed class RecordPublisher(IRecordProducer producer, SchemaIds schemas, string feed, TimeProvider time)
{
    private const int EnvelopeVersion = 1;
    private static readonly TimeSpan FullQueuePause = TimeSpan.FromMilliseconds(2);

    private readonly Lock _publishing = new();
    private readonly SequenceAllocator _symbols = new();
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
            var symbol = _symbols.Of(trade.Envelope.Symbol);
            return Send_NeedsLock(ProduceTopic.Trades, _trades, trade with { Envelope = Number_NeedsLock(symbol, trade.Envelope) }, symbol, startedAt);
        }
    }

    /// <inheritdoc cref="TryPublish(in Trade, long)"/>
    public bool TryPublish(in Quote quote, long startedAt)
    {
        lock (_publishing)
        {
            var symbol = _symbols.Of(quote.Envelope.Symbol);
            return Send_NeedsLock(ProduceTopic.Quotes, _quotes, quote with { Envelope = Number_NeedsLock(symbol, quote.Envelope) }, symbol, startedAt);
        }
    }

    /// <inheritdoc cref="TryPublish(in Trade, long)"/>
    public bool TryPublish(in Bar bar, long startedAt)
    {
        lock (_publishing)
        {
            var symbol = _symbols.Of(bar.Envelope.Symbol);
            return Send_NeedsLock(ProduceTopic.Bars, _bars, bar with { Envelope = Number_NeedsLock(symbol, bar.Envelope) }, symbol, startedAt);
        }
    }

    /// <inheritdoc cref="TryPublish(in Trade, long)"/>
    public bool TryPublish(in ForwarderStatus status, long startedAt)
    {
        lock (_publishing)
        {
            var symbol = _symbols.Of(status.Envelope.Symbol);
            return Send_NeedsLock(ProduceTopic.Status, _statuses, status with { Envelope = Number_NeedsLock(symbol, status.Envelope) }, symbol, startedAt);
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
            var symbol = _symbols.Of(update.Envelope.Symbol);
            var numbered = update with { Envelope = Number_NeedsLock(symbol, update.Envelope) };
            return Send_NeedsLock(ProduceTopic.TradeUpdates, _tradeUpdates, numbered, symbol, startedAt, traceParent);
        }
    }

    /// <summary>An envelope that still lacks its number.</summary>
    public Envelope Envelope(long ingestNanos, long eventNanos, string channel, string symbol, bool isFinal, string source) =>
        new(ingestNanos, eventNanos, feed, channel, symbol, 0, isFinal, source, null, EnvelopeVersion);

    /// <summary>Waits a moment for room in Kafka's queue.</summary>
    public Task WaitForRoomAsync(CancellationToken cancellationToken) => Task.Delay(FullQueuePause, time, cancellationToken);

    private static Envelope Number_NeedsLock(SequenceAllocator.Entry symbol, in Envelope envelope) => envelope with { Seq = symbol.Next(envelope.IngestTs) };

    private bool Send_NeedsLock<T>(
        ProduceTopic topic, RecordEncoder<T> encoder, in T record, SequenceAllocator.Entry symbol, long startedAt, ReadOnlySpan<byte> traceParent = default)
        where T : struct
    {
        _buffer.ResetWrittenCount();
        encoder.Encode(record, _buffer);
        return producer.TryProduce(topic, symbol.Key, _buffer.WrittenSpan, startedAt, traceParent);
    }
}
