using Torghut.Avro;
using Torghut.Ta.Engine;

namespace Torghut.Ta.Runtime;

/// <summary>
/// A quote of <c>quote.avsc</c> as the engine takes it, straight from its bytes: what <see cref="QuoteEvent.From"/> makes of the whole record.
/// </summary>
internal static class QuoteEventReader
{
    public static QuoteEvent Read(ref AvroReader reader, AvroStringPool strings)
    {
        var head = EventHead.Read(ref reader, strings);
        var quote = new QuoteEvent
        {
            Symbol = head.Symbol,
            EventTs = head.EventTs,
            IngestTs = head.IngestTs,
            Seq = head.Seq,
            BidPrice = reader.ReadDouble(),
            BidSize = reader.ReadDouble(),
            BidExchange = ExchangeCode.Pack(reader.ReadUtf8()),
            AskPrice = reader.ReadDouble(),
            AskSize = reader.ReadDouble(),
            AskExchange = ExchangeCode.Pack(reader.ReadUtf8()),
        };
        for (var count = reader.ReadArrayBlock(); count > 0; count = reader.ReadArrayBlock())
        {
            for (var i = 0; i < count; i++)
            {
                reader.ReadUtf8();
            }
        }

        reader.ReadUtf8();
        return quote;
    }
}
