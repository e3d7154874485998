using Torghut.Ta.EventTime;

namespace Torghut.Ta.Tests.EventTime;

[TestFixture]
internal sealed class EventClockTests
{
    [Test]
    public void Observe_EventsInDisorder_KeepsTheLargest()
    {
        var clock = new EventClock(2 * Nanos.PerSecond);
        Assert.That(clock.Observe(10 * Nanos.PerSecond), Is.True);
        Assert.That(clock.Observe(9 * Nanos.PerSecond), Is.False);
        Assert.That((clock.MaxEventTs, clock.Watermark, clock.ClosedSecond), Is.EqualTo((10 * Nanos.PerSecond, 8 * Nanos.PerSecond, 8L)));
    }

    [Test]
    public void Observe_WatermarkOneNanosecondShortOfAnEnd_DoesNotCloseIt()
    {
        var clock = new EventClock(2 * Nanos.PerSecond);
        clock.Observe((10 * Nanos.PerSecond) - 1);
        Assert.That((clock.IsClosed(8), clock.IsClosed(7)), Is.EqualTo((false, true)));
        Assert.That(clock.Observe(10 * Nanos.PerSecond), Is.True);
        Assert.That(clock.IsClosed(8), Is.True);
    }

    [Test]
    public void Restore_LowerDisorderThenHigher_NeverReopens()
    {
        var clock = new EventClock(5 * Nanos.PerSecond);
        clock.Restore(10 * Nanos.PerSecond, 9);
        Assert.That(clock.Observe(11 * Nanos.PerSecond), Is.False);
        Assert.That(clock.ClosedSecond, Is.EqualTo(9));
    }

    [TestCase(0, 0, 0, 1)]
    [TestCase(1, 0, 1, 1)]
    [TestCase(999_999_999, 0, 1, 1)]
    [TestCase(1_000_000_000, 1, 1, 2)]
    [TestCase(-1, -1, 0, 0)]
    public void Nanos_Boundaries_AreHalfOpen(long nanos, long floor, long ceiling, long end) =>
        Assert.That((Nanos.FloorSecond(nanos), Nanos.CeilingSecond(nanos), Nanos.WindowEnd(nanos)), Is.EqualTo((floor, ceiling, end)));
}
