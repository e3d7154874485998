using System.Globalization;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Tests;

/// <summary>Records from a seed, with every field filled and every optional field sometimes empty.</summary>
/// <param name="extremes">Whether numbers are sometimes at the ends of their ranges or none, and texts sometimes long. JSON has no such numbers.</param>
internal sealed class RandomRecords(int seed, bool extremes = false)
{
    private const int OneIn = 6;
    private static readonly long[] ExtremeLongs = [long.MinValue, long.MinValue + 1, -1, 0, 1, int.MaxValue, 1L << 62, long.MaxValue];
    private static readonly int[] ExtremeInts = [int.MinValue, -1, 0, 63, 64, int.MaxValue];
    private static readonly double[] ExtremeDoubles =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon, -0.0, 0];
    private static readonly string LongText = string.Concat(Enumerable.Repeat("日本 😀 text ", 700));

    private static readonly string[] Texts =
        ["AAPL", "BRK.B", "iex", "é", "日本", "", "a reason that is longer than what a string pool remembers " + new string('x', 120)];
    private readonly Random _random = new(seed);

    public Trade Trade() => new(Envelope(), Long(), Double(), Double(), Text(), Texts3(), Text(),
        Maybe(() => new OriginalTrade(Long(), Double(), Double(), Texts3())), MaybeText(),
        Maybe(() => new CorporateAction(Text(), Long(), Maybe(Double))));

    public Quote Quote() => new(Envelope(), Double(), Double(), Text(), Double(), Double(), Text(), Texts3(), Text());

    public Bar Bar() => new(Envelope(), Double(), Double(), Double(), Double(), Double(), Long(), Maybe(Double), Flag());

    public Microbar Microbar() => new(Envelope(), Double(), Double(), Double(), Double(), Double(), Maybe(Double), Long(), Maybe(Lineage));

    public Signal Signal() => new(
        Envelope(),
        Maybe(() => new Macd(Double(), Double(), Double())),
        Maybe(() => new Ema(Double(), Double())),
        Maybe(Double),
        Maybe(() => new Bollinger(Double(), Double(), Double())),
        Maybe(() => new SignalVwap(Maybe(Double), Maybe(Double))),
        Maybe(() => new Imbalance(Maybe(Double), Maybe(Double), Maybe(Double), Maybe(Double), Maybe(Double))),
        Maybe(Double),
        Maybe(Lineage),
        MaybeText());

    public TradeUpdate TradeUpdate() => new(
        Envelope(), Text(), Text(), MaybeText(), Text(), Text(), Text(), MaybeText(), MaybeText(), MaybeText(), MaybeText(), MaybeText(), "{\"id\":\"1\"}");

    public ForwarderStatus ForwarderStatus() => new(Envelope(), Text(), MaybeText(), MaybeText(), Int(), Maybe(Long));

    public TaStatus TaStatus() => new(Envelope(), Maybe(Long), Maybe(Long), Text(), Long());

    public DeadLetter DeadLetter() => new(Text(), Int(), Long(), Text(), Flag() ? null : Bytes(), Flag() ? null : Bytes());

    private Envelope Envelope() =>
        new(Long(), Long(), Text(), Text(), Text(), Long(), Flag(), Text(), Maybe(() => new Window(Text(), Text(), Long(), Long())), Int());

    private Lineage Lineage() => new(Text(), Int(), Long(), Long());

    private bool IsExtreme() => extremes && _random.Next(OneIn) == 0;

    private T One<T>(T[] values) => values[_random.Next(values.Length)];

    private long Long() => IsExtreme() ? One(ExtremeLongs) : _random.NextInt64(long.MinValue, long.MaxValue) >> _random.Next(64);

    private int Int() => IsExtreme() ? One(ExtremeInts) : (int)(Long() >> 32);

    private double Double() => IsExtreme() ? One(ExtremeDoubles) : Math.Round((_random.NextDouble() - 0.2) * 1000, _random.Next(10));

    private bool Flag() => _random.Next(2) == 0;

    private byte[] Bytes() => [.. Long().ToString(CultureInfo.InvariantCulture).Select(c => (byte)c)];

    private string Text() => IsExtreme() ? LongText : One(Texts);

    private string? MaybeText() => Flag() ? null : Text();

    private string[] Texts3() => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => Text())];

    private T? Maybe<T>(Func<T> make)
        where T : struct => Flag() ? null : make();
}
