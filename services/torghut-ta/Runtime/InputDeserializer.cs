using Confluent.Kafka;
using Torghut.Avro;
using Torghut.Common.Kafka.Batches;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Market;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ta.Engine;
using Torghut.Ta.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>
/// Decodes records of the three input topics straight from librdkafka's buffers. It never throws: what cannot be decoded comes back with
/// its reason and its bytes. Used by the consumer's thread alone. Values are Avro in Confluent's
/// <see href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format">wire format</see>, read by
/// <see href="https://avro.apache.org/docs/1.12.0/specification/#schema-resolution">schema resolution</see>.
/// </summary>
internal sealed class InputDeserializer : IDeserializer<Ignore>, IDeserializer<InputRecord>
{
    private readonly TaKafkaOptions _kafka;
    private readonly long _maxFuture;
    private readonly RecordDecoder<TradeEvent> _trades;
    private readonly RecordDecoder<QuoteEvent> _quotes;
    private readonly RecordDecoder<Bar> _bars;
    private byte[] _key = new byte[64];
    private int _keyLength = -1;

    /// <param name="maxFuture">How far an event may be ahead of its own receipt.</param>
    public InputDeserializer(TaKafkaOptions kafka, TimeSpan maxFuture, ISchemaSource registry, TimeProvider time)
    {
        _maxFuture = Nanos.Of(maxFuture);
        _kafka = kafka;
        var strings = new AvroStringPool();
        _trades = new RecordDecoder<TradeEvent>(ContractSchemas.Trade, TradeEventReader.Read, registry, time, strings);
        _quotes = new RecordDecoder<QuoteEvent>(ContractSchemas.Quote, QuoteEventReader.Read, registry, time, strings);
        _bars = new RecordDecoder<Bar>(RecordCodecs.Bar, registry, time, strings);
    }

    /// <summary>Keys repeat the value's symbol; the bytes are kept only until the value turns out to be readable.</summary>
    Ignore IDeserializer<Ignore>.Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        _keyLength = isNull ? -1 : data.Length;
        if (data.Length > _key.Length)
        {
            _key = new byte[data.Length * 2];
        }

        data.CopyTo(_key);
        return null!;
    }

    InputRecord IDeserializer<InputRecord>.Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        var record = data.Length > MarketDataBounds.MaxRecordBytes
            ? new InputRecord { Kind = KindOf(context.Topic), Implausible = RefusalReasons.TooLong }
            : Decode(KindOf(context.Topic), data);
        if (record.Failure == DecodeFailure.None && record.Implausible is null)
        {
            return record;
        }

        record.Key = _keyLength < 0 ? null : _key.AsSpan(0, _keyLength).ToArray();
        record.Value = isNull ? null : data.ToArray();
        return record;
    }

    /// <summary>The same of a record that the client still holds.</summary>
    public InputRecord Read(InputKind kind, in ConsumedRecord consumed)
    {
        var data = consumed.Value;
        var record = data.Length > MarketDataBounds.MaxRecordBytes
            ? new InputRecord { Kind = kind, Implausible = RefusalReasons.TooLong }
            : Decode(kind, data);
        if (record.Failure != DecodeFailure.None || record.Implausible is not null)
        {
            record.Key = consumed.HasKey ? consumed.Key.ToArray() : null;
            record.Value = consumed.HasValue ? data.ToArray() : null;
        }

        return record;
    }

    public InputKind KindOf(string topic) =>
        topic == _kafka.QuotesTopic ? InputKind.Quote : topic == _kafka.TradesTopic ? InputKind.Trade : InputKind.Bar;

    /// <summary>Fetches the schema that a record waits for.</summary>
    /// <exception cref="SchemaSourceException">The registry could not answer.</exception>
    public Task LoadSchemaAsync(InputKind kind, int schemaId, CancellationToken cancellationToken) => kind switch
    {
        InputKind.Trade => _trades.LoadSchemaAsync(schemaId, cancellationToken),
        InputKind.Quote => _quotes.LoadSchemaAsync(schemaId, cancellationToken),
        _ => _bars.LoadSchemaAsync(schemaId, cancellationToken),
    };

    public InputRecord Decode(InputKind kind, ReadOnlySpan<byte> data)
    {
        var record = new InputRecord { Kind = kind };
        switch (kind)
        {
            case InputKind.Trade:
                var trade = _trades.Decode(data);
                if (trade.IsSuccess)
                {
                    record.Trade = trade.Value;
                    record.Implausible = Plausibility.Of(record.Trade, _maxFuture) ?? Plausibility.OfSymbol(record.Trade.Symbol);
                }
                else
                {
                    Fail(ref record, trade);
                }

                break;
            case InputKind.Quote:
                var quote = _quotes.Decode(data);
                if (quote.IsSuccess)
                {
                    record.Quote = quote.Value;
                    record.Implausible = Plausibility.Of(record.Quote, _maxFuture) ?? Plausibility.OfSymbol(record.Quote.Symbol);
                }
                else
                {
                    Fail(ref record, quote);
                }

                break;
            default:
                var bar = _bars.Decode(data);
                if (bar.IsSuccess)
                {
                    record.Implausible = Plausibility.Of(bar.Value, _maxFuture);
                }
                else
                {
                    Fail(ref record, bar);
                }

                break;
        }

        return record;
    }

    private static void Fail<T>(ref InputRecord record, in DecodeResult<T> result)
        where T : struct
    {
        record.Failure = result.Failure;
        record.SchemaId = result.SchemaId;
        record.Reason = result.Reason;
    }
}
