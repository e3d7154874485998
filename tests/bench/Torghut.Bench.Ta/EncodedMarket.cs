using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ta.Tests.Oracle;

namespace Torghut.Bench.Ta;

/// <summary>The market's events as they stand in Kafka: framed Avro values, in the order of arrival.</summary>
internal sealed class EncodedMarket
{
    private const string Feed = "sip";

    private EncodedMarket(IReadOnlyList<EncodedEvent> events) => Events = events;

    public IReadOnlyList<EncodedEvent> Events { get; }

    public static async Task<EncodedMarket> MakeAsync(Market market, ISchemaSource registry)
    {
        var trades = new RecordEncoder<Trade>(RecordCodecs.Trade, await registry.GetIdAsync(ContractSchemas.Subject(Topics.Trades), ContractSchemas.Trade));
        var quotes = new RecordEncoder<Quote>(RecordCodecs.Quote, await registry.GetIdAsync(ContractSchemas.Subject(Topics.Quotes), ContractSchemas.Quote));
        var events = new List<EncodedEvent>(market.IsTrade.Count);
        int trade = 0, quote = 0;
        foreach (var isTrade in market.IsTrade)
        {
            events.Add(isTrade
                ? new EncodedEvent(true, trade, market.Trades[trade].Symbol, trades.Encode(Record(market.Trades[trade++])))
                : new EncodedEvent(false, quote, market.Quotes[quote].Symbol, quotes.Encode(Record(market.Quotes[quote++]))));
        }

        return new EncodedMarket(events);
    }

    public static Trade Record(OracleTrade t)
    {
        var channel = t.Amends switch { "correct" => Channels.Corrections, "cancel" => Channels.CancelErrors, _ => Channels.Trades };
        OriginalTrade? original = t.Amends == "correct" ? new OriginalTrade(t.Original, t.Price, t.Size, []) : null;
        return new Trade(
            new Envelope(t.Ingest, t.Ts, Feed, channel, t.Symbol, t.Seq, true, Sources.WebSocket, null),
            t.Id, t.Price, t.Size, t.Exchange, [.. t.Conditions.Select(c => c.ToString())], t.Tape.ToString(), original, t.Amends == "cancel" ? "C" : null);
    }

    public static Quote Record(OracleQuote q) => new(
        new Envelope(q.Ingest, q.Ts, Feed, Channels.Quotes, q.Symbol, q.Seq, true, Sources.WebSocket, null), q.Bid, q.BidSize, "V", q.Ask, q.AskSize, "V",
        ["R"], "C");
}

/// <summary>A record's log, its offset there, its key and its bytes.</summary>
internal readonly record struct EncodedEvent(bool IsTrade, long Offset, string Symbol, byte[] Value);
