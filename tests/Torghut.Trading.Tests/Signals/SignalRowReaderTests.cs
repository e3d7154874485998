using Torghut.Trading.Signals;

namespace Torghut.Trading.Tests.Signals;

/// <summary>Whatever a row of the signal table holds, it is a signal within bounds or it is passed over with a reason.</summary>
public sealed class SignalRowReaderTests
{
    private const int Cases = 200_000;

    private static readonly DateTimeOffset At = new(2026, 2, 6, 14, 30, 0, TimeSpan.Zero);

    private static readonly object?[] Symbols = ["AAPL", "BRK.B", "", "aapl", null, 7L, new string('A', 17), "A\0"];
    private static readonly object?[] Times =
        [At, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch, At.ToOffset(TimeSpan.FromHours(14)), null, "2026-02-06", 3.5];
    private static readonly object?[] Sequences =
        [0UL, 1_770_388_200UL, ulong.MaxValue, (ulong)long.MaxValue, (ulong)long.MaxValue - 1, -1L, long.MaxValue, long.MinValue, 5, 5U, -5, null, "1", 1.5];
    private static readonly object?[] Windows =
        ["PT1S", "PT1M", "", "P99999999999999D", "PT1E9S", "\ud800", null, 1, new string('x', 300), """{"size":"PT1S"}""",
        """{"size":7}""", "{", "[]", "null", """{"size":"P99999999999999D"}"""];
    private static readonly object?[] Numbers =
        [null, 0.0, -0.0, 1.5, 99.99, -1.0, 1e9, 1e12, 1e300, double.MaxValue, double.Epsilon,
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 3f, "3", 3m, 3];
    private static readonly object?[] Payloads = [null, "", "{}", "null", "[]", "7", "{", """{"rsi14":1e400}""", """{"rsi14":"NaN"}""", """{"macd":7}""",
        """{"macd":{"macd":1,"signal":[]},"rsi14":55}""", """{"rsi14":-1}""", """{"ema":{"ema12":1e10}}""", """{"rsi14":"\ud800"}""", 5,
        new string('[', 60_000), string.Concat(Enumerable.Repeat("{\"a\":", 5_000))];

    [Test]
    public void Read_AnyRow_ASignalWithinBoundsOrARejectionWithAPlace()
    {
        var random = new Random(20260206);
        object? Any(object?[] values) => values[random.Next(values.Length)];
        var read = 0;
        var reasons = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Cases; i++)
        {
            var flat = random.Next(2) == 0;
            object?[] fields = flat ? Good() : GoodEnvelope();
            for (var spoilt = random.Next(3); spoilt > 0; spoilt--)
            {
                var column = random.Next(fields.Length);
                fields[column] = Any(column switch { 0 => Symbols, 1 or 3 => Times, 2 => Sequences, 4 => Windows, _ => flat ? Numbers : Payloads });
            }

            var (row, rejected) = SignalRowReader.Read(fields, flat);
            Assert.That(row is null, Is.Not.EqualTo(rejected is null));
            if (rejected is not null)
            {
                reasons[rejected.Reason] = reasons.GetValueOrDefault(rejected.Reason) + 1;
                Assert.That(rejected.Position.Seq, Is.InRange(0, SignalPosition.MaxSeq));
                Assert.That(rejected.Detail, Has.Length.LessThan(300));
                continue;
            }

            read++;
            Assert.That(row!.Seq, Is.InRange(0, SignalPosition.MaxSeq - 1));
            Assert.That(row.EventTs.Year, Is.GreaterThanOrEqualTo(2000));
            Assert.That(FeatureBounds.Broken(row.Features), Is.Null);
        }

        Assert.That(read, Is.GreaterThan(Cases / 4));
        Assert.That(reasons.Keys, Is.EquivalentTo(RowRejectReasons.All.Except([RowRejectReasons.BarOutOfRange])), "every reason was met");
    }

    [TestCase(2, ulong.MaxValue, RowRejectReasons.SeqOutOfRange)]
    [TestCase(2, (ulong)long.MaxValue, RowRejectReasons.SeqOutOfRange)]
    [TestCase(5, double.NaN, RowRejectReasons.NotFinite)]
    [TestCase(5, double.NegativeInfinity, RowRejectReasons.NotFinite)]
    [TestCase(10, 100.0001, RowRejectReasons.ValueOutOfRange)]
    [TestCase(17, -1.0, RowRejectReasons.ValueOutOfRange)]
    [TestCase(8, 1e10, RowRejectReasons.ValueOutOfRange)]
    [TestCase(4, null, RowRejectReasons.UnknownShape)]
    [TestCase(6, "1.5", RowRejectReasons.UnknownShape)]
    public void Read_OneBadValue_NamesIt(int column, object? value, string reason)
    {
        var fields = Good();
        fields[column] = value;
        var (_, rejected) = SignalRowReader.Read(fields, flat: true);
        Assert.That(rejected?.Reason, Is.EqualTo(reason));
        Assert.That((rejected!.Position.EventTs, rejected.Position.Symbol), Is.EqualTo((At, "AAPL")), "the cursor can move over it");
    }

    [Test]
    public void Read_SequenceOutOfRange_ItsPlaceIsAfterEverySignalOfTheInstant()
    {
        var fields = Good();
        fields[2] = (ulong)SignalPosition.MaxSeq - 1;
        var last = SignalRowReader.Read(fields, flat: true).Row!.Position;
        fields[2] = ulong.MaxValue;
        Assert.That(SignalRowReader.Read(fields, flat: true).Rejected!.Position, Is.GreaterThan(last));
    }

    private static object?[] Good() =>
    [
        "AAPL", At, 1_770_388_200UL, At, "PT1S",
        1.0, 0.5, 0.5, 100.0, 100.0, 20.0, 100.0, 101.0, 99.0, 100.0, 100.0, 0.02, 99.99, 100.01, 300.0, 200.0, 0.001,
    ];

    private static object?[] GoodEnvelope() =>
        ["AAPL", At, 1_770_388_200UL, At, """{"size":"PT1S"}""", """{"macd":{"macd":1,"signal":0.5,"hist":0.5},"rsi14":20}"""];
}
