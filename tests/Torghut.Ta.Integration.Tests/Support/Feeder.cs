using Confluent.Kafka;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests.Support;

/// <summary>Publishes oracle events as the forwarder would.</summary>
internal sealed class Feeder : IDisposable
{
    private readonly IProducer<string, byte[]> _producer;
    private readonly RecordEncoder<Trade> _trades;
    private readonly RecordEncoder<Quote> _quotes;

    private readonly TaSandbox _sandbox;

    private Feeder(TaSandbox sandbox, IProducer<string, byte[]> producer, RecordEncoder<Trade> trades, RecordEncoder<Quote> quotes)
    {
        _sandbox = sandbox;
        _producer = producer;
        _trades = trades;
        _quotes = quotes;
    }

    public static async Task<Feeder> OpenAsync(TaSandbox sandbox) => new(
        sandbox,
        sandbox.Producer(),
        new RecordEncoder<Trade>(RecordCodecs.Trade,
            await sandbox.Registry.GetIdAsync(ContractSchemas.Subject(sandbox.Topic(Topics.Trades)), ContractSchemas.Trade)),
        new RecordEncoder<Quote>(RecordCodecs.Quote,
            await sandbox.Registry.GetIdAsync(ContractSchemas.Subject(sandbox.Topic(Topics.Quotes)), ContractSchemas.Quote)));

    /// <summary>Sends a whole scenario and waits until the broker has it.</summary>
    public static async Task FeedAsync(TaSandbox sandbox, Scenario scenario)
    {
        using var feeder = await OpenAsync(sandbox);
        feeder.Send(scenario);
    }

    /// <summary>All trades, then all quotes; returns when the broker has them.</summary>
    public void Send(Scenario scenario)
    {
        foreach (var trade in scenario.Trades)
        {
            Send(trade);
        }

        foreach (var quote in scenario.Quotes)
        {
            Send(quote);
        }

        Flush();
    }

    /// <param name="partition">Null for the one that the partitioner chooses.</param>
    public void Send(OracleTrade trade, int? partition = null) => Send(Topics.Trades, trade.Symbol, _trades.Encode(Record(trade)), partition);

    /// <summary>As a newer writer would: its schema has a null string before everything else.</summary>
    public void SendGrown(OracleTrade trade, int schemaId)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        Torghut.Avro.ConfluentWireFormat.WriteHeader(buffer, schemaId);
        var writer = new Torghut.Avro.AvroWriter(buffer);
        writer.WriteUnionIndex(0);
        TradeCodec.Write(Record(trade), ref writer);
        Send(Topics.Trades, trade.Symbol, buffer.WrittenSpan.ToArray());
    }

    /// <summary>A split that the forwarder publishes.</summary>
    public void Declare(string symbol, long effectiveTs, long ingest, long seq) => Send(Topics.Trades, symbol, _trades.Encode(new Trade(
        Head(Channels.CorporateActions, symbol, ingest, ingest, seq), 0, 0, 0, "", [], "",
        CorporateAction: new CorporateAction(CorporateActionKinds.Split, effectiveTs, 10))));

    private static Trade Record(OracleTrade trade)
    {
        string[] conditions = [.. trade.Conditions.Select(c => c.ToString())];
        var channel = trade.Amends switch { "correct" => Channels.Corrections, "cancel" => Channels.CancelErrors, _ => Channels.Trades };
        OriginalTrade? original = trade.Amends == "correct" ? new OriginalTrade(trade.Original, 0, 0, []) : null;
        return new Trade(
            Head(channel, trade.Symbol, trade.Ts, trade.Ingest, trade.Seq), trade.Amends == "cancel" ? trade.Original : trade.Id, trade.Price,
            trade.Size, trade.Exchange, conditions, trade.Tape.ToString(), original, trade.Amends == "cancel" ? "C" : null);
    }

    public void Send(OracleQuote quote, int? partition = null) => Send(Topics.Quotes, quote.Symbol, _quotes.Encode(new Quote(
        Head(Channels.Quotes, quote.Symbol, quote.Ts, quote.Ingest, quote.Seq), quote.Bid, quote.BidSize, "V", quote.Ask, quote.AskSize, "V", ["R"], "A")),
            partition);

    public void Send(string topic, string key, byte[] value, int? partition = null)
    {
        while (true)
        {
            try
            {
                _producer.Produce(new TopicPartition(_sandbox.Topic(topic), partition ?? Partition.Any),
                    new Message<string, byte[]> { Key = key, Value = value });
                return;
            }
            catch (ProduceException<string, byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                _producer.Poll(TimeSpan.FromMilliseconds(20));
            }
        }
    }

    public void Flush() => Assert.That(_producer.Flush(Eventually.Timeout), Is.Zero);

    public void Dispose() => _producer.Dispose();

    private static Envelope Head(string channel, string symbol, long ts, long ingest, long seq) =>
        new(ingest, ts, "sip", channel, symbol, seq, true, Sources.WebSocket, null);
}
