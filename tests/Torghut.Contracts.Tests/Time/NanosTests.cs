using Torghut.Contracts.Time;

namespace Torghut.Contracts.Tests.Time;

public sealed class NanosTests
{
    [Test]
    public void ToInstant_OfAnyInstant_IsThatInstant([Random(-6_000_000_000_000_000, 60_000_000_000_000_000, 50)] long ticks)
    {
        var instant = DateTimeOffset.UnixEpoch.AddTicks(ticks);
        Assert.That(Nanos.ToInstant(Nanos.Of(instant)), Is.EqualTo(instant));
    }

    [Test]
    public void Of_OtherOffset_IsTheSameInstant()
    {
        var instant = new DateTimeOffset(2024, 3, 8, 9, 30, 0, TimeSpan.FromHours(-5));
        Assert.That(Nanos.Of(instant), Is.EqualTo(1_709_908_200L * Nanos.PerSecond));
        Assert.That(Nanos.Of(instant.ToUniversalTime()), Is.EqualTo(Nanos.Of(instant)));
    }

    [Test]
    public void ToInstant_FinerThanATick_IsCutOff() => Assert.That(Nanos.ToInstant(199), Is.EqualTo(DateTimeOffset.UnixEpoch.AddTicks(1)));

    [TestCase(0, 0, 0)]
    [TestCase(1, 0, 1)]
    [TestCase(1_000_000_000, 1, 1)]
    [TestCase(-1, -1, 0)]
    [TestCase(-1_000_000_000, -1, -1)]
    public void FloorAndCeilingSecond_AnyTime_SurroundIt(long nanos, long floor, long ceiling) =>
        Assert.That((Nanos.FloorSecond(nanos), Nanos.CeilingSecond(nanos)), Is.EqualTo((floor, ceiling)));

    [Test]
    public void Of_Length_CountsNanoseconds() => Assert.That(
        (Nanos.Of(TimeSpan.FromMilliseconds(1)), Nanos.Of(TimeSpan.FromMinutes(1)), Nanos.ToSeconds(1_500_000_000)),
        Is.EqualTo((Nanos.PerMillisecond, Nanos.PerMinute, 1.5)));
}
