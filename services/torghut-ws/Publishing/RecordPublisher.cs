using System.Buffers;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;

namespace Torghut.Ws.Publishing;

/// <summary>
/// Numbers, encodes and produces records. Sequence number, encoding and produce happen under one lock, so that a partition's order is that of
/// the numbers whoever publishes.
/// </summary>
internal sealed class RecordPublisher(IRecordProducer producer, SchemaIds schemas, string feed, TimeProvider time)
{
    private const int EnvelopeVersion = 1;
    private static readonly TimeSpan FullQueuePause = TimeSpan.FromMilliseconds(2);

    private readonly Lock _publishing = new();
    private readonly SequenceSource _sequence = new();
    private readonly KeyBytes _keys = new();
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
            var numbered = trade with { Envelope = Number_NeedsLock(trade.Envelope) };
            return Send_NeedsLock(ProduceTopic.Trades, _trades, numbered, numbered.Envelope.Symbol, startedAt);
        }
    }

    /// <inheritdoc cref="TryPublish(in Trade, long)"/>
    public bool TryPublish(in Quote quote, long startedAt)
    {
        lock (_publishing)
        {
            var numbered = quote with { Envelope = Number_NeedsLock(quote.Envelope) };
            return Send_NeedsLock(ProduceTopic.Quotes, _quotes, numbered, numbered.Envelope.Symbol, startedAt);
        }
    }

    /// <inheritdoc cref="TryPublish(in Trade, long)"/>
    public bool TryPublish(in Bar bar, long startedAt)
    {
        lock (_publishing)
        {
            var numbered = bar with { Envelope = Number_NeedsLock(bar.Envelope) };
            return Send_NeedsLock(ProduceTopic.Bars, _bars, numbered, numbered.Envelope.Symbol, startedAt);
        }
    }

    /// <inheritdoc cref="TryPublish(in Trade, long)"/>
    public bool TryPublish(in ForwarderStatus status, long startedAt)
    {
        lock (_publishing)
        {
            var numbered = status with { Envelope = Number_NeedsLock(status.Envelope) };
            return Send_NeedsLock(ProduceTopic.Status, _statuses, numbered, numbered.Envelope.Symbol, startedAt);
        }
    }

    /// <inheritdoc cref="TryPublish(in Trade, long)"/>
    public bool TryPublish(in TradeUpdate update, long startedAt)
    {
        lock (_publishing)
        {
            var numbered = update with { Envelope = Number_NeedsLock(update.Envelope) };
            return Send_NeedsLock(ProduceTopic.TradeUpdates, _tradeUpdates, numbered, numbered.Envelope.Symbol, startedAt);
        }
    }

    /// <summary>An envelope that still lacks its number.</summary>
    public Envelope Envelope(long ingestNanos, long eventNanos, string channel, string symbol, bool isFinal, string source) =>
        new(ingestNanos, eventNanos, feed, channel, symbol, 0, isFinal, source, null, EnvelopeVersion);

    /// <summary>Waits a moment for room in Kafka's queue.</summary>
    public Task WaitForRoomAsync(CancellationToken cancellationToken) => Task.Delay(FullQueuePause, time, cancellationToken);

    private Envelope Number_NeedsLock(in Envelope envelope) => envelope with { Seq = _sequence.Next(envelope.Symbol, envelope.IngestTs) };

    private bool Send_NeedsLock<T>(ProduceTopic topic, RecordEncoder<T> encoder, in T record, string symbol, long startedAt)
        where T : struct
    {
        _buffer.ResetWrittenCount();
        encoder.Encode(record, _buffer);
        return producer.TryProduce(topic, _keys.Of(symbol), _buffer.WrittenSpan, startedAt);
    }
}
