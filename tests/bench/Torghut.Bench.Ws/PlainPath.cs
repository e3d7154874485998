using System.Text;
using System.Text.Json;
using Torghut.Alpaca.Text;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ws.Publishing;

namespace Torghut.Bench.Ws;

/// <summary>The forwarder as one would write it first: objects from the serializer, strings for keys, an array for each record.</summary>
internal sealed class PlainPath(IRecordProducer producer, int tradeSchema, int quoteSchema)
{
    private const int MaxRemembered = 10_000;

    private readonly HashSet<string> _seen = [];
    private readonly Queue<string> _order = new();
    private readonly RecordEncoder<Trade> _trades = new(RecordCodecs.Trade, tradeSchema);
    private readonly RecordEncoder<Quote> _quotes = new(RecordCodecs.Quote, quoteSchema);
    private long _sequence;

    public void Offer(ReadOnlySpan<byte> frame, long ingestNanos)
    {
        foreach (var message in JsonSerializer.Deserialize<PlainMessage[]>(frame)!)
        {
            if (!IsNew(message) || !Rfc3339.TryParse(Encoding.UTF8.GetBytes(message.Time), out var eventNanos))
            {
                continue;
            }

            if (message.Type == "t")
            {
                Send(ProduceTopic.Trades, message.Symbol, _trades.Encode(Trade(message, ingestNanos, eventNanos)));
            }
            else
            {
                Send(ProduceTopic.Quotes, message.Symbol, _quotes.Encode(Quote(message, ingestNanos, eventNanos)));
            }
        }
    }

    private bool IsNew(PlainMessage m)
    {
        var key = m.Type == "t"
            ? $"t|{m.Symbol}|{m.Time[..10]}|{m.Exchange}|{m.Id}"
            : $"q|{m.Symbol}|{m.Time}|{m.BidPrice}|{m.BidSize}|{m.AskPrice}|{m.AskSize}|{m.BidExchange}|{m.AskExchange}|{m.Tape}|{string.Join(',', m.Conditions)}";
        if (!_seen.Add(key))
        {
            return false;
        }

        _order.Enqueue(key);
        if (_order.Count > MaxRemembered)
        {
            _seen.Remove(_order.Dequeue());
        }

        return true;
    }

    private Trade Trade(PlainMessage m, long ingestNanos, long eventNanos) =>
        new(Head(m, Channels.Trades, ingestNanos, eventNanos), m.Id, m.Price, m.Size, m.Exchange, m.Conditions, m.Tape);

    private Quote Quote(PlainMessage m, long ingestNanos, long eventNanos) => new(
        Head(m, Channels.Quotes, ingestNanos, eventNanos), m.BidPrice, m.BidSize, m.BidExchange, m.AskPrice, m.AskSize, m.AskExchange, m.Conditions, m.Tape);

    private Envelope Head(PlainMessage m, string channel, long ingestNanos, long eventNanos)
    {
        _sequence = _sequence >= ingestNanos ? _sequence + 1 : ingestNanos;
        return new Envelope(ingestNanos, eventNanos, ForwarderComponents.Feed, channel, m.Symbol, _sequence, true, Sources.WebSocket, null);
    }

    private void Send(ProduceTopic topic, string symbol, byte[] value) => producer.TryProduce(topic, Encoding.UTF8.GetBytes(symbol), value, 0);
}
