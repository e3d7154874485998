using Confluent.Kafka;
using Streamiz.Kafka.Net.SerDes;
using Torghut.Avro;
using Torghut.Contracts.Codecs;

namespace Torghut.Bench.Ta.Streams;

/// <summary>Reads trades with our own codec, which costs Streamiz a small part of what Confluent's deserializer would.</summary>
internal sealed class TradeSerDes : AbstractSerDes<StreamsTrade>
{
    private readonly AvroStringPool _strings = new();

    public override StreamsTrade Deserialize(byte[] data, SerializationContext context)
    {
        var reader = new AvroReader(ConfluentWireFormat.Read(data, out _));
        var trade = RecordCodecs.Trade.Read(ref reader, _strings);
        return new StreamsTrade(trade.Envelope.EventTs, trade.Envelope.Seq, trade.Price, trade.Size);
    }

    public override byte[] Serialize(StreamsTrade data, SerializationContext context) => throw new NotSupportedException("Trades are only read.");
}
