using Torghut.Avro;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Codecs;

/// <summary>Binary form of <c>quote.avsc</c>.</summary>
public static class QuoteCodec
{
    public static void Write(in Quote value, ref AvroWriter writer)
    {
        EnvelopeCodec.Write(value.Envelope, ref writer);
        writer.WriteDouble(value.BidPrice);
        writer.WriteDouble(value.BidSize);
        writer.WriteString(value.BidExchange);
        writer.WriteDouble(value.AskPrice);
        writer.WriteDouble(value.AskSize);
        writer.WriteString(value.AskExchange);
        writer.WriteStringArray(value.Conditions);
        writer.WriteString(value.Tape);
    }

    public static Quote Read(ref AvroReader reader, AvroStringPool strings) => new(
        EnvelopeCodec.Read(ref reader, strings),
        reader.ReadDouble(),
        reader.ReadDouble(),
        reader.ReadString(strings),
        reader.ReadDouble(),
        reader.ReadDouble(),
        reader.ReadString(strings),
        reader.ReadStringArray(strings),
        reader.ReadString(strings));
}
