using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;

namespace Torghut.Bench.Ws;

/// <summary>The same work as it is usually written: JsonSerializer into classes, a set of strings, a new array a record.</summary>
internal sealed class SerializerContender(Corpus corpus) : IContender
{
    private const int MaxEntries = 10_000;

    private readonly RecordEncoder<Trade> _trades = new(RecordCodecs.Trade, 1);
    private readonly RecordEncoder<Quote> _quotes = new(RecordCodecs.Quote, 2);
    private readonly Dictionary<string, long> _sequence = [];
    private readonly HashSet<string> _seen = [];
    private readonly Queue<string> _order = new();
    private IncrementalHash? _hash;

    public string Name => "JsonSerializer";

    public Task<string> DigestAsync()
    {
        Reset();
        return Task.FromResult(Corpus.Digest(hash =>
        {
            _hash = hash;
            Pass();
            _hash = null;
        }));
    }

    public Task<Sample> RunAsync(int passes)
    {
        Reset();
        Pass();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        for (var pass = 0; pass < passes; pass++)
        {
            Pass();
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        var used = Environment.CpuUsage.TotalTime - cpu;
        var bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var messages = (double)passes * corpus.Messages;
        return Task.FromResult(new Sample(elapsed.TotalNanoseconds / messages, used.TotalNanoseconds / messages, bytes / messages));
    }

    private void Reset()
    {
        _sequence.Clear();
        _seen.Clear();
        _order.Clear();
    }

    private void Pass()
    {
        var ingest = OursContender.FirstIngest;
        foreach (var frame in corpus.All)
        {
            foreach (var message in JsonSerializer.Deserialize<List<Message>>(frame)!)
            {
                Handle(message, ingest);
            }

            ingest += OursContender.IngestStep;
        }
    }

    private void Handle(Message message, long ingest)
    {
        var nanos = Nanos(message.Timestamp);
        var isTrade = message.Type == "t";
        var key = isTrade
            ? $"t|{message.Symbol}|{nanos / 86_400_000_000_000}|{message.Exchange}|{message.Id}"
            : $"q|{message.Symbol}|{nanos}|{message.BidPrice}|{message.BidSize}|{message.AskPrice}|{message.AskSize}|{message.BidExchange}|{message.AskExchange}";
        if (!_seen.Add(key))
        {
            return;
        }

        _order.Enqueue(key);
        if (_order.Count > MaxEntries)
        {
            _seen.Remove(_order.Dequeue());
        }

        var seq = Math.Max(ingest, _sequence.GetValueOrDefault(message.Symbol) + 1);
        _sequence[message.Symbol] = seq;
        var envelope = new Envelope(ingest, nanos, "iex", isTrade ? "trades" : "quotes", message.Symbol, seq, true, "ws", null);
        var value = isTrade
            ? _trades.Encode(new Trade(envelope, message.Id, message.Price, message.Size, message.Exchange, message.Conditions, message.Tape))
            : _quotes.Encode(new Quote(
                envelope, message.BidPrice, message.BidSize, message.BidExchange, message.AskPrice, message.AskSize, message.AskExchange, message.Conditions, message.Tape));
        _hash?.AppendData(value);
        _ = Encoding.UTF8.GetBytes(message.Symbol);
    }

    private static long Nanos(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var seconds = DateTimeOffset.Parse(dot < 0 ? text : text[..dot] + "Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        var fraction = dot < 0 ? "" : text[(dot + 1)..^1];
        return (seconds * 1_000_000_000) + (fraction.Length == 0 ? 0 : long.Parse(fraction.PadRight(9, '0'), CultureInfo.InvariantCulture));
    }

    private sealed class Message
    {
        [JsonPropertyName("T")]
        public string Type { get; set; } = "";

        [JsonPropertyName("S")]
        public string Symbol { get; set; } = "";

        [JsonPropertyName("i")]
        public long Id { get; set; }

        [JsonPropertyName("x")]
        public string Exchange { get; set; } = "";

        [JsonPropertyName("p")]
        public double Price { get; set; }

        [JsonPropertyName("s")]
        public double Size { get; set; }

        [JsonPropertyName("bx")]
        public string BidExchange { get; set; } = "";

        [JsonPropertyName("bp")]
        public double BidPrice { get; set; }

        [JsonPropertyName("bs")]
        public double BidSize { get; set; }

        [JsonPropertyName("ax")]
        public string AskExchange { get; set; } = "";

        [JsonPropertyName("ap")]
        public double AskPrice { get; set; }

        [JsonPropertyName("as")]
        public double AskSize { get; set; }

        [JsonPropertyName("c")]
        public List<string> Conditions { get; set; } = [];

        [JsonPropertyName("t")]
        public string Timestamp { get; set; } = "";

        [JsonPropertyName("z")]
        public string Tape { get; set; } = "";
    }
}
