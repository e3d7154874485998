using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ta.Runtime;

namespace Torghut.Ta.Tests.Fuzz;

/// <summary>
/// Ways in which a record can be wrong. Of its two times one is spoilt, or both backwards: a record that says of event and receipt alike that they lie
/// ahead is refuted by nothing in it (ADR 0024, docs/adr/0024-plausibility.md).
/// </summary>
internal sealed class RecordMutation(Random random)
{
    private const long Second = 1_000_000_000;
    private static readonly double[] Numbers =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, -1, 1e9, 1e300, double.Epsilon, double.MaxValue, 1e12, 3];

    private static readonly string[] Symbols = ["", "aaaa", "A A", "A\0", "ZZZZ", "Q", "A\r\nB", new string('A', 900), "ÄÖÜ", "1AB", "BRK.B"];
    private static readonly long[] Longs = [0, -1, 1, long.MinValue, long.MaxValue, 1L << 62];

    private readonly RecordEncoder<Trade> _trades = new(RecordCodecs.Trade, FixedSchemas.Trade);
    private readonly RecordEncoder<Quote> _quotes = new(RecordCodecs.Quote, FixedSchemas.Quote);
    private readonly RecordDecoder<Trade> _readTrades = Reader(RecordCodecs.Trade, FixedSchemas.Trade);
    private readonly RecordDecoder<Quote> _readQuotes = Reader(RecordCodecs.Quote, FixedSchemas.Quote);

    public byte[] Of(FuzzRecord record) => random.Next(5) switch
    {
        0 => Bytes(record.Value),
        _ when record.Kind == InputKind.Trade => Trade(record.Value),
        _ => Quote(record.Value),
    };

    private static RecordDecoder<T> Reader<T>(RecordCodec<T> codec, int id)
        where T : struct
    {
        var reader = new RecordDecoder<T>(codec, new FixedSchemas(), TimeProvider.System);
        reader.LoadSchemaAsync(id, CancellationToken.None).GetAwaiter().GetResult();
        return reader;
    }

    /// <summary>Cut off, not framed, of another or no schema, noise, or longer than records are.</summary>
    private byte[] Bytes(byte[] value)
    {
        var copy = (byte[])value.Clone();
        switch (random.Next(5))
        {
            case 0: return copy[..random.Next(copy.Length)];
            case 1: return [7, .. copy[1..]];
            case 2: return [0, 0, 0, 0, (byte)random.Next(9), .. copy[5..]];
            case 3: return [.. copy, .. new byte[70_000]];
            default:
                random.NextBytes(copy.AsSpan(Math.Min(copy.Length, 5)));
                return copy;
        }
    }

    private byte[] Trade(byte[] value)
    {
        var decoded = _readTrades.Decode(value);
        if (!decoded.IsSuccess)
        {
            return Bytes(value);
        }

        var trade = decoded.Value;
        return _trades.Encode(random.Next(8) switch
        {
            0 or 1 => trade with { Envelope = Stamp(trade.Envelope) },
            2 => trade with { Envelope = trade.Envelope with { Symbol = One(Symbols) } },
            3 => trade with { Price = One(Numbers) },
            4 => trade with { Size = One(Numbers) },
            5 => trade with { Id = random.Next(2) == 0 ? One(Longs) : trade.Id - random.Next(20) },
            6 => trade with { Conditions = [One(Symbols), "9", "\u007f"], Tape = "", Exchange = One(Symbols) },
            _ => trade with
            {
                Envelope = trade.Envelope with { Channel = random.Next(2) == 0 ? Channels.Corrections : Channels.CancelErrors, Seq = One(Longs) },
                Original = new OriginalTrade(trade.Id - random.Next(20), 0, 0, []),
            },
        });
    }

    private byte[] Quote(byte[] value)
    {
        var decoded = _readQuotes.Decode(value);
        if (!decoded.IsSuccess)
        {
            return Bytes(value);
        }

        var quote = decoded.Value;
        return _quotes.Encode(random.Next(5) switch
        {
            0 or 1 => quote with { Envelope = Stamp(quote.Envelope) },
            2 => quote with { Envelope = quote.Envelope with { Symbol = One(Symbols) } },
            3 => quote with { BidPrice = One(Numbers), BidSize = One(Numbers) },
            _ => quote with { AskPrice = One(Numbers), AskSize = One(Numbers) },
        });
    }

    private Envelope Stamp(Envelope head) => random.Next(4) switch
    {
        0 => head with { EventTs = head.EventTs + Leap() },
        1 => head with { EventTs = random.Next(2) == 0 ? One(Longs) : head.EventTs - Leap() },
        2 => head with { IngestTs = random.Next(2) == 0 ? head.IngestTs + Leap() : One(Longs) },
        _ => Back(head, Leap()),
    };

    private static Envelope Back(Envelope head, long leap) => head with { EventTs = head.EventTs - leap, IngestTs = head.IngestTs - leap };

    /// <summary>From a millisecond over the allowance of ten seconds to years.</summary>
    private long Leap() => random.Next(6) switch
    {
        0 => random.Next(1, 1_000) * (Second / 1_000),
        1 => random.Next(1, 10) * Second,
        2 => (10 * Second) + random.Next(0, 2),
        3 => 300 * Second,
        4 => 3_600 * Second,
        _ => random.Next(1, 1_000) * 86_400 * Second,
    };

    private T One<T>(T[] values) => values[random.Next(values.Length)];
}
