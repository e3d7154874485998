using System.Runtime.CompilerServices;
using Torghut.Avro;
using Torghut.Contracts.Conditions;
using Torghut.Contracts.Records;
using Torghut.Ta.Engine;

namespace Torghut.Ta.Runtime;

/// <summary>
/// A trade of <c>trade.avsc</c> as the engine takes it, straight from its bytes: what <see cref="TradeEvent.From"/> makes of the whole record, without the
/// record. Of strings only the symbol's is asked for.
/// </summary>
internal static class TradeEventReader
{
    public static TradeEvent Read(ref AvroReader reader, AvroStringPool strings)
    {
        var head = EventHead.Read(ref reader, strings);
        var kind = KindOf(head.Channel);
        var trade = new TradeEvent
        {
            Symbol = head.Symbol,
            Feed = FeedOf(head.Feed, strings),
            Kind = kind,
            EventTs = head.EventTs,
            IngestTs = head.IngestTs,
            Seq = head.Seq,
            Id = reader.ReadLong(),
            Price = reader.ReadDouble(),
            Size = reader.ReadDouble(),
            Exchange = ExchangeCode.Pack(reader.ReadUtf8()),
            Conditions = ReadConditions(ref reader),
            Tape = FirstLetter(reader.ReadUtf8()),
        };
        trade.OriginalId = reader.ReadPresent() ? ReadOriginal(ref reader) : trade.Id;
        if (reader.ReadPresent())
        {
            reader.ReadUtf8();
        }

        if (reader.ReadPresent())
        {
            var action = new CorporateAction(
                reader.ReadString(strings), reader.ReadLong(), reader.ReadPresent() ? reader.ReadDouble() : null);
            trade.Action = kind == TradeEventKind.CorporateAction ? new StrongBox<CorporateAction>(action) : null;
        }

        return trade;
    }

    private static TradeEventKind KindOf(ReadOnlySpan<byte> channel) => channel switch
    {
        _ when channel.SequenceEqual("trades"u8) => TradeEventKind.Print,
        _ when channel.SequenceEqual("corrections"u8) => TradeEventKind.Correction,
        _ when channel.SequenceEqual("cancelErrors"u8) => TradeEventKind.Cancellation,
        _ when channel.SequenceEqual("corporateActions"u8) => TradeEventKind.CorporateAction,
        _ => TradeEventKind.Print,
    };

    /// <summary>Nearly every record is of one of two feeds.</summary>
    private static string FeedOf(ReadOnlySpan<byte> feed, AvroStringPool strings) =>
        feed.SequenceEqual("sip"u8) ? "sip" : feed.SequenceEqual("iex"u8) ? "iex" : strings.Intern(feed);

    private static char FirstLetter(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return ' ';
        }

        return text[0] < 0x80 ? (char)text[0] : System.Text.Encoding.UTF8.GetString(text)[0];
    }

    private static long ReadOriginal(ref AvroReader reader)
    {
        var id = reader.ReadLong();
        reader.ReadDouble();
        reader.ReadDouble();
        ReadConditions(ref reader);
        return id;
    }

    private static ulong ReadConditions(ref AvroReader reader)
    {
        var (packed, index) = (0UL, 0);
        for (var count = reader.ReadArrayBlock(); count > 0; count = reader.ReadArrayBlock())
        {
            for (var i = 0; i < count; i++, index++)
            {
                packed = ConditionCodes.Append(packed, index, reader.ReadUtf8());
            }
        }

        return packed;
    }
}
