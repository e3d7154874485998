using Torghut.Avro;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Codecs;

/// <summary>Binary form of <c>trade-update.avsc</c>.</summary>
public static class TradeUpdateCodec
{
    public static void Write(in TradeUpdate value, ref AvroWriter writer)
    {
        EnvelopeCodec.Write(value.Envelope, ref writer);
        writer.WriteString(value.AccountLabel);
        writer.WriteString(value.Event);
        OptionalCodec.WriteString(value.ExecutionId, ref writer);
        writer.WriteString(value.OrderId);
        writer.WriteString(value.ClientOrderId);
        writer.WriteString(value.OrderStatus);
        OptionalCodec.WriteString(value.Price, ref writer);
        OptionalCodec.WriteString(value.Qty, ref writer);
        OptionalCodec.WriteString(value.PositionQty, ref writer);
        OptionalCodec.WriteString(value.FilledQty, ref writer);
        OptionalCodec.WriteString(value.FilledAvgPrice, ref writer);
        writer.WriteString(value.OrderJson);
    }

    public static TradeUpdate Read(ref AvroReader reader, AvroStringPool strings) => new(
        EnvelopeCodec.Read(ref reader, strings),
        reader.ReadString(strings),
        reader.ReadString(strings),
        OptionalCodec.ReadString(ref reader, strings),
        reader.ReadString(strings),
        reader.ReadString(strings),
        reader.ReadString(strings),
        OptionalCodec.ReadString(ref reader, strings),
        OptionalCodec.ReadString(ref reader, strings),
        OptionalCodec.ReadString(ref reader, strings),
        OptionalCodec.ReadString(ref reader, strings),
        OptionalCodec.ReadString(ref reader, strings),
        reader.ReadString());
}
