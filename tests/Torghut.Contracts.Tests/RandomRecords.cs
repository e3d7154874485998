using System.Globalization;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Tests;

/// <summary>Records from a seed, with every field filled and every optional field sometimes empty.</summary>
internal sealed class RandomRecords(int seed)
{
    private static readonly string[] Texts = ["AAPL", "BRK.B", "iex", "é", "日本", "", "a reason that is longer than what a string pool remembers " + new string('x', 120)];
    private readonly Random _random = new(seed);

    public Trade Trade() => new(Envelope(), Long(), Double(), Double(), Text(), Texts3(), Text(), Maybe(() => new OriginalTrade(Long(), Double(), Double(), Texts3())), MaybeText());

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
        Maybe(() => new Imbalance(Double(), Double(), Double(), Double(), Double())),
        Maybe(Double),
        Maybe(Lineage));

    public TradeUpdate TradeUpdate() => new(
        Envelope(), Text(), Text(), MaybeText(), Text(), Text(), Text(), MaybeText(), MaybeText(), MaybeText(), MaybeText(), MaybeText(), "{\"id\":\"1\"}");

    public ForwarderStatus ForwarderStatus() => new(Envelope(), Text(), MaybeText(), MaybeText(), Int(), Maybe(Long));

    public TaStatus TaStatus() => new(Envelope(), Maybe(Long), Maybe(Long), Text(), Long());

    public DeadLetter DeadLetter() => new(Text(), Int(), Long(), Text(), Flag() ? null : Bytes(), Flag() ? null : Bytes());

    private Envelope Envelope() => new(Long(), Long(), Text(), Text(), Text(), Long(), Flag(), Text(), Maybe(() => new Window(Text(), Text(), Long(), Long())), Int());

    private Lineage Lineage() => new(Text(), Int(), Long(), Long());

    private long Long() => _random.NextInt64(long.MinValue, long.MaxValue) >> _random.Next(64);

    private int Int() => (int)(Long() >> 32);

    private double Double() => Math.Round((_random.NextDouble() - 0.2) * 1000, _random.Next(10));

    private bool Flag() => _random.Next(2) == 0;

    private byte[] Bytes() => [.. Long().ToString(CultureInfo.InvariantCulture).Select(c => (byte)c)];

    private string Text() => Texts[_random.Next(Texts.Length)];

    private string? MaybeText() => Flag() ? null : Text();

    private string[] Texts3() => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => Text())];

    private T? Maybe<T>(Func<T> make)
        where T : struct => Flag() ? null : make();
}
