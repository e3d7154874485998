using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Tests.Market;

public sealed class BarBuilderTests
{
    private static readonly long Start = Nanos.Of(NewYork.At(new DateTime(2013, 10, 7, 9, 30, 0)));
    private static readonly ConditionSet Regular = new("@");

    private readonly List<(Bar Bar, BarKind Kind)> _emitted = [];
    private BarBuilder _bars = null!;

    [SetUp]
    public void Create()
    {
        _emitted.Clear();
        _bars = new BarBuilder(1, Start, (bar, kind) => _emitted.Add((bar, kind)));
    }

    [Test]
    public void AdvanceTo_EndOfMinute_EmitsTheMinuteAndTheDay()
    {
        Add(1, 10.00m, 100, Regular);
        Add(20, 10.50m, 300, Regular);
        Add(40, 9.90m, 100, Regular);
        _bars.AdvanceTo(At(60));

        var expected = new Bar(0, Start, 100_000, 105_000, 99_000, 99_000, 500, 3, 10.28);
        Assert.That(_emitted, Has.Count.EqualTo(2));
        Assert.That(_emitted[0], Is.EqualTo((expected, BarKind.Minute)));
        Assert.That(_emitted[1].Kind, Is.EqualTo(BarKind.Daily));
        Assert.That(_emitted[1].Bar with { Time = Start }, Is.EqualTo(expected));
    }

    [Test]
    public void AdvanceTo_OddLot_AddsVolumeOnly()
    {
        Add(1, 10m, 100, Regular);
        Add(2, 11m, 5, new ConditionSet("@", "I"));
        _bars.AdvanceTo(At(60));
        Assert.That(_emitted[0].Bar, Is.EqualTo(new Bar(0, Start, 100_000, 100_000, 100_000, 100_000, 105, 2, Math.Round(1055 / 105d, 6))));
    }

    [Test]
    public void AdvanceTo_OnlyOddLots_EmitsNothing()
    {
        Add(1, 11m, 5, new ConditionSet("@", "I"));
        _bars.AdvanceTo(At(60));
        Assert.That(_emitted, Is.Empty);
    }

    [Test]
    public void AdvanceTo_OfficialClose_CountsForNothing()
    {
        Add(1, 10m, 100, Regular);
        Add(2, 12m, 9_000, new ConditionSet("M"));
        _bars.AdvanceTo(At(60));
        Assert.That((_emitted[0].Bar.High, _emitted[0].Bar.Volume), Is.EqualTo((100_000L, 100L)));
    }

    [Test]
    public void AdvanceTo_LateTrade_EmitsAnUpdateHalfAMinuteLater()
    {
        Add(10, 10m, 100, Regular);
        Add(50, 10.2m, 100, Regular);
        _bars.AdvanceTo(At(65));
        _emitted.Clear();
        Add(55, 10.4m, 50, Regular);
        Add(5, 9m, 50, Regular);
        _bars.AdvanceTo(At(89));
        Assert.That(_emitted, Is.Empty);
        _bars.AdvanceTo(At(90));
        Assert.That(_emitted, Has.Count.EqualTo(1));
        var (bar, kind) = _emitted[0];
        Assert.That((kind, bar.Time, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume),
            Is.EqualTo((BarKind.Updated, Start, 90_000L, 104_000L, 90_000L, 104_000L, 300L)));
    }

    [Test]
    public void AdvanceTo_NoLateTrade_EmitsNoUpdate()
    {
        Add(10, 10m, 100, Regular);
        _bars.AdvanceTo(At(60));
        _emitted.Clear();
        _bars.AdvanceTo(At(100));
        Assert.That(_emitted, Is.Empty);
    }

    private static long At(int seconds) => Start + (seconds * Nanos.PerSecond);

    private void Add(int second, decimal price, long size, ConditionSet conditions) =>
        _bars.Add(new Tick { Kind = TickKind.Trade, Time = At(second), Price = (long)(price * 10_000), Size = size, Conditions = conditions });
}
