using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ta.Engine;
using Torghut.Ta.Runtime;
using Torghut.Ta.Tests.Fuzz;

namespace Torghut.Ta.Tests.Runtime;

/// <summary>Reading only what the engine uses accepts, refuses and says what reading the whole record does.</summary>
[TestFixture]
internal sealed class EventReaderTests
{
    private const int Spoilt = 20_000;

    private readonly RecordDecoder<Trade> _trades = Loaded(new RecordDecoder<Trade>(RecordCodecs.Trade, new FixedSchemas(), TimeProvider.System));
    private readonly RecordDecoder<Quote> _quotes = Loaded(new RecordDecoder<Quote>(RecordCodecs.Quote, new FixedSchemas(), TimeProvider.System));
    private readonly RecordDecoder<TradeEvent> _tradeEvents =
        Loaded(new RecordDecoder<TradeEvent>(ContractSchemas.Trade, TradeEventReader.Read, new FixedSchemas(), TimeProvider.System));

    private readonly RecordDecoder<QuoteEvent> _quoteEvents =
        Loaded(new RecordDecoder<QuoteEvent>(ContractSchemas.Quote, QuoteEventReader.Read, new FixedSchemas(), TimeProvider.System));

    [Test]
    public void Read_SpoiltRecords_IsWhatTheWholeRecordGives()
    {
        var stream = new FuzzStream(3, 400);
        var random = new Random(5);
        var mutation = new RecordMutation(random);
        var failed = 0;
        for (var i = 0; i < Spoilt; i++)
        {
            var record = stream.Clean[random.Next(stream.Clean.Count)];
            var value = mutation.Of(record);
            if (random.Next(3) == 0 && value.Length > 5)
            {
                value[random.Next(5, value.Length)] = (byte)random.Next(256);
            }

            failed += record.Kind == InputKind.Trade ? CompareTrade(value) : CompareQuote(value);
        }

        Assert.That(failed, Is.InRange(Spoilt / 20, Spoilt - (Spoilt / 20)), "some are refused and some are not");
    }

    [TestCase(Channels.Trades)]
    [TestCase(Channels.Corrections)]
    [TestCase(Channels.CancelErrors)]
    [TestCase(Channels.CorporateActions)]
    [TestCase("elsewhere")]
    public void Read_EveryFieldAndChannel_IsWhatTheWholeRecordGives(string channel)
    {
        var encoder = new RecordEncoder<Trade>(RecordCodecs.Trade, FixedSchemas.Trade);
        foreach (var feed in (string[])["sip", "iex", "otc", ""])
        {
            foreach (var text in (string[])["", "V", "ABCDEF", "\u00c4", "\U0001F600"])
            {
                var head = new Envelope(2, 1, feed, channel, "AIG", 3, false, Sources.WebSocket, new Window("PT1S", "PT1S", 1, 2));
                CompareTrade(encoder.Encode(new Trade(
                    head, 4, 5, 6, text, [text, "@", "F"], text, new OriginalTrade(7, 8, 9, ["T", text]), "C", new CorporateAction("split", 10, 2))));
                CompareTrade(encoder.Encode(new Trade(head, 4, 5, 6, text, [.. Enumerable.Repeat("T", 11)], text)));
            }
        }
    }

    private static RecordDecoder<T> Loaded<T>(RecordDecoder<T> decoder)
        where T : struct
    {
        decoder.LoadSchemaAsync(FixedSchemas.Trade, CancellationToken.None).GetAwaiter().GetResult();
        decoder.LoadSchemaAsync(FixedSchemas.Quote, CancellationToken.None).GetAwaiter().GetResult();
        return decoder;
    }

    private int CompareTrade(byte[] value)
    {
        var (whole, used) = (_trades.Decode(value), _tradeEvents.Decode(value));
        Assert.That((used.Failure, used.Reason), Is.EqualTo((whole.Failure, whole.Reason)), Convert.ToHexString(value));
        if (whole.IsSuccess)
        {
            Assert.That(Fields(used.Value), Is.EqualTo(Fields(TradeEvent.From(whole.Value))), Convert.ToHexString(value));
        }

        return whole.IsSuccess ? 0 : 1;
    }

    private int CompareQuote(byte[] value)
    {
        var (whole, used) = (_quotes.Decode(value), _quoteEvents.Decode(value));
        Assert.That((used.Failure, used.Reason), Is.EqualTo((whole.Failure, whole.Reason)), Convert.ToHexString(value));
        if (whole.IsSuccess)
        {
            Assert.That(Fields(used.Value), Is.EqualTo(Fields(QuoteEvent.From(whole.Value))), Convert.ToHexString(value));
        }

        return whole.IsSuccess ? 0 : 1;
    }

    private static object?[] Fields(TradeEvent e) =>
    [
        e.Symbol, e.Feed, e.Kind, e.Tape, e.Exchange, e.Conditions, e.EventTs, e.IngestTs, e.Seq, e.Id, e.OriginalId, e.Action?.Value, Bits(e.Price),
        Bits(e.Size),
    ];

    private static object?[] Fields(QuoteEvent e) =>
    [
        e.Symbol, e.EventTs, e.IngestTs, e.Seq, Bits(e.BidPrice), Bits(e.BidSize), Bits(e.AskPrice), Bits(e.AskSize), e.BidExchange, e.AskExchange,
    ];

    private static long Bits(double number) => BitConverter.DoubleToInt64Bits(number);
}
