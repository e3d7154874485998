using System.Buffers;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Market;
using Torghut.Contracts.Records;
using Torghut.Ta.Sink;
using Torghut.Ta.Sink.Schema;
using Torghut.Ta.Tests.Support;

namespace Torghut.Ta.Tests.Sink;

/// <summary>A row written straight from a record's bytes is the one that the decoded record gives, and what is refused is refused in the same words.</summary>
[TestFixture]
internal sealed class DirectRowsTests
{
    private const int Records = 20_000;
    private const long Start = 1_775_462_400_000_000_000;
    private static readonly RecordPosition Position = new("torghut.ta.signals.v1", 3, 7_000_000_000);
    private static readonly double[] Numbers = [0, -0.0, 1.25, -3, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue];
    private static readonly string[] Texts = ["AIG", "BRK.B", "", "\u00c4\u00d6", new string('A', 63), new string('A', 64), new string('B', 300)];
    private static readonly long[] Longs = [0, 1, -1, 64, 8_191, 1 << 20, long.MaxValue, long.MinValue, Start];

    private readonly ContractRegistry _registry = new();

    [TestCase(false)]
    [TestCase(true)]
    public void Append_Signals_IsWhatTheDecodedRecordGives(bool spoilt)
    {
        var encoder = new RecordEncoder<Signal>(RecordCodecs.Signal, ContractRegistry.IdOf(Torghut.Contracts.RecordKind.Signal));
        var decoder = new RecordDecoder<Signal>(RecordCodecs.Signal, _registry, TimeProvider.System);
        var table = SinkTable.Signals(Position.Topic, _registry, TimeProvider.System);
        Check(spoilt, table, random => encoder.Encode(Signal(random)), decoder, (in Signal signal, RowBinaryWriter writer) =>
        {
            SignalRow.Write(signal, writer);
            RowOrigin.Write(Position, signal.Lineage, writer);
        });
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Append_Microbars_IsWhatTheDecodedRecordGives(bool spoilt)
    {
        var encoder = new RecordEncoder<Microbar>(RecordCodecs.Microbar, ContractRegistry.IdOf(Torghut.Contracts.RecordKind.Microbar));
        var decoder = new RecordDecoder<Microbar>(RecordCodecs.Microbar, _registry, TimeProvider.System);
        var table = SinkTable.Microbars(Position.Topic, _registry, TimeProvider.System);
        Check(spoilt, table, random => encoder.Encode(Microbar(random)), decoder, (in Microbar bar, RowBinaryWriter writer) =>
        {
            MicrobarRow.Write(bar, writer);
            RowOrigin.Write(Position, bar.Lineage, writer);
        });
    }

    /// <summary>The contract's bounds hold at this boundary, too: who reads the table trusts its symbols.</summary>
    [TestCase("AIG", null)]
    [TestCase("aig", "bad_symbol")]
    [TestCase("", "bad_symbol")]
    [TestCase("A\r\nB", "bad_symbol")]
    [TestCase("ABCDEFGHIJKLMNOPQ", "bad_symbol", Description = "17 letters")]
    public void Append_Symbol_IsOfTheContractsGrammar(string symbol, string? reason)
    {
        var second = Start - 1_000_000_000;
        var head = new Envelope(Start, Start, "iex", "microbars", symbol, 1, true, "ta", new Window("PT1S", "PT1S", second, Start));
        var encoder = new RecordEncoder<Microbar>(RecordCodecs.Microbar, ContractRegistry.IdOf(Torghut.Contracts.RecordKind.Microbar));
        var table = SinkTable.Microbars(Position.Topic, _registry, TimeProvider.System);
        var rows = new ArrayBufferWriter<byte>();
        for (var i = 0; i < 2; i++)
        {
            // The schema is known only the second time, and only then the bytes are read directly.
            var refused = table.Append(encoder.Encode(new Microbar(head, 1, 1, 1, 1, 1, null, 1, null)), Position, rows, out _, CancellationToken.None);
            Assert.That(refused?.Split(':')[0], Is.EqualTo(reason));
        }

        Assert.That(rows.WrittenCount > 0, Is.EqualTo(reason is null));
    }

    /// <summary>A length of two bytes, and of three: LEB128 keeps seven bits of it in each.</summary>
    [TestCase(127, "7F")]
    [TestCase(128, "8001")]
    [TestCase(300, "AC02")]
    [TestCase(20_000, "A09C01")]
    public void Append_LongText_IsInTheRowBehindItsLength(int letters, string length)
    {
        var rows = new ArrayBufferWriter<byte>();
        Assert.That(AppendSignal(new string('x', letters), rows), Is.Null);
        Assert.That(Convert.ToHexString(rows.WrittenSpan), Does.Contain(length + string.Concat(Enumerable.Repeat("78", letters))));
    }

    [Test]
    public void Append_RecordLongerThanOneMayBe_IsRefused()
    {
        var rows = new ArrayBufferWriter<byte>();
        Assert.That(AppendSignal(new string('x', 65_536), rows), Is.EqualTo("too_long: the record has more than 65536 bytes"));
        Assert.That(rows.WrittenCount, Is.Zero);
    }

    private string? AppendSignal(string restart, ArrayBufferWriter<byte> rows)
    {
        var head = new Envelope(Start, Start, "iex", "signals", "AIG", 1, true, "ta", new Window("PT1S", "PT1S", Start - 1_000_000_000, Start));
        var encoder = new RecordEncoder<Signal>(RecordCodecs.Signal, ContractRegistry.IdOf(Torghut.Contracts.RecordKind.Signal));
        var table = SinkTable.Signals(Position.Topic, _registry, TimeProvider.System);
        var signal = new Signal(head, null, null, null, null, null, null, null, null, restart);
        return table.Append(encoder.Encode(signal), Position, rows, out _, CancellationToken.None);
    }

    private delegate void Write<T>(in T record, RowBinaryWriter writer);

    private static void Check<T>(bool spoilt, SinkTable table, Func<Random, byte[]> make, RecordDecoder<T> decoder, Write<T> write)
        where T : struct
    {
        var random = new Random(17);
        var (stored, refused) = (0, 0);
        var rows = new ArrayBufferWriter<byte>();
        for (var i = 0; i < Records; i++)
        {
            var framed = make(random);
            if (spoilt)
            {
                framed[random.Next(5, framed.Length)] = (byte)random.Next(256);
                framed = random.Next(4) == 0 ? framed[..random.Next(framed.Length)] : framed;
            }

            rows.ResetWrittenCount();
            var reason = table.Append(framed, Position, rows, out _, CancellationToken.None);
            var (row, expected) = Decoded(framed, decoder, write);
            Assert.That(reason, Is.EqualTo(expected), Convert.ToHexString(framed));
            Assert.That(rows.WrittenSpan.SequenceEqual(row), Is.True, Convert.ToHexString(framed));
            stored += reason is null ? 1 : 0;
            refused += reason is null ? 0 : 1;
        }

        Assert.That((stored > Records / 20, refused > Records / 100), Is.EqualTo((true, true)), $"{stored} rows and {refused} refusals");
    }

    private static (byte[] Row, string? Reason) Decoded<T>(byte[] framed, RecordDecoder<T> decoder, Write<T> write)
        where T : struct
    {
        var decoded = decoder.DecodeAsync(framed, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        if (!decoded.IsSuccess)
        {
            return ([], decoded.Reason);
        }

        var symbol = decoded.Value is Signal signal ? signal.Envelope.Symbol : ((Microbar)(object)decoded.Value).Envelope.Symbol;
        if (!SymbolGrammar.IsValid(symbol))
        {
            return ([], "bad_symbol: none of the " + SymbolGrammar.Expected);
        }

        var row = new ArrayBufferWriter<byte>();
        try
        {
            write(decoded.Value, new RowBinaryWriter(row));
            return (row.WrittenSpan.ToArray(), null);
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            return ([], "not_storable: " + exception.Message);
        }
    }

    private static Signal Signal(Random random) => new(
        Head(random),
        Maybe(random, new Macd(Number(random), Number(random), Number(random))),
        Maybe(random, new Ema(Number(random), Number(random))),
        Maybe(random, Number(random)),
        Maybe(random, new Bollinger(Number(random), Number(random), Number(random))),
        Maybe(random, new SignalVwap(Maybe(random, Number(random)), Maybe(random, Number(random)))),
        Maybe(random, new Imbalance(
            Maybe(random, Number(random)), Maybe(random, Number(random)), Maybe(random, Number(random)), Maybe(random, Number(random)),
            Maybe(random, Number(random)))),
        Maybe(random, Number(random)),
        Origin(random),
        random.Next(3) == 0 ? Text(random) : null);

    private static Microbar Microbar(Random random) => new(
        Head(random), Number(random), Number(random), Number(random), Number(random), Number(random), Maybe(random, Number(random)),
        random.Next(20) == 0 ? One(random, Longs) : random.Next(1_000), Origin(random));

    private static Envelope Head(Random random) => new(
        Instant(random), Instant(random), Text(random), Text(random), Text(random), random.Next(20) == 0 ? One(random, Longs) : random.Next(1 << 30),
        random.Next(2) == 0, Text(random), random.Next(20) == 0 ? null : new Window(Text(random), Text(random), Instant(random), Instant(random)),
        random.Next(50) == 0 ? -1 : random.Next(1, 300));

    private static Lineage? Origin(Random random) =>
        Maybe(random, new Lineage(Text(random), random.Next(5) == 0 ? -1 : random.Next(200), One(random, Longs), One(random, Longs)));

    private static long Instant(Random random) => random.Next(40) == 0 ? One(random, Longs) : Start + random.NextInt64(86_400_000_000_000);

    private static double Number(Random random) => random.Next(40) == 0 ? One(random, Numbers) : random.NextDouble() * 1_000;

    private static string Text(Random random) => random.Next(15) == 0 ? One(random, Texts) : "PT1S";

    private static T? Maybe<T>(Random random, T value)
        where T : struct => random.Next(4) == 0 ? null : value;

    private static T One<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
