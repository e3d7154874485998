using Torghut.Avro;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Codecs;

/// <summary>Binary form of <c>trade.avsc</c>.</summary>
public static class TradeCodec
{
    public static void Write(in Trade value, ref AvroWriter writer)
    {
        EnvelopeCodec.Write(value.Envelope, ref writer);
        writer.WriteLong(value.Id);
        writer.WriteDouble(value.Price);
        writer.WriteDouble(value.Size);
        writer.WriteString(value.Exchange);
        writer.WriteStringArray(value.Conditions);
        writer.WriteString(value.Tape);
        if (OptionalCodec.WritePresent(value.Original.HasValue, ref writer))
        {
            WriteOriginal(value.Original.GetValueOrDefault(), ref writer);
        }

        OptionalCodec.WriteString(value.CancelAction, ref writer);
        if (OptionalCodec.WritePresent(value.CorporateAction.HasValue, ref writer))
        {
            WriteCorporateAction(value.CorporateAction.GetValueOrDefault(), ref writer);
        }
    }

    public static Trade Read(ref AvroReader reader, AvroStringPool strings) => new(
        EnvelopeCodec.Read(ref reader, strings),
        reader.ReadLong(),
        reader.ReadDouble(),
        reader.ReadDouble(),
        reader.ReadString(strings),
        reader.ReadStringArray(strings),
        reader.ReadString(strings),
        reader.ReadPresent() ? ReadOriginal(ref reader, strings) : null,
        OptionalCodec.ReadString(ref reader, strings),
        reader.ReadPresent() ? ReadCorporateAction(ref reader, strings) : null);

    private static void WriteOriginal(in OriginalTrade value, ref AvroWriter writer)
    {
        writer.WriteLong(value.Id);
        writer.WriteDouble(value.Price);
        writer.WriteDouble(value.Size);
        writer.WriteStringArray(value.Conditions);
    }

    private static void WriteCorporateAction(in CorporateAction value, ref AvroWriter writer)
    {
        writer.WriteString(value.Kind);
        writer.WriteLong(value.EffectiveTs);
        OptionalCodec.WriteDouble(value.Ratio, ref writer);
    }

    private static OriginalTrade ReadOriginal(ref AvroReader reader, AvroStringPool strings) =>
        new(reader.ReadLong(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadStringArray(strings));

    private static CorporateAction ReadCorporateAction(ref AvroReader reader, AvroStringPool strings) =>
        new(reader.ReadString(strings), reader.ReadLong(), OptionalCodec.ReadDouble(ref reader));
}
