using Torghut.Contracts.Time;
using Torghut.Ta.EventTime;

namespace Torghut.Ta.Tests.EventTime;

[TestFixture]
internal sealed class PartitionWatermarkTests
{
    [Test]
    public void Observe_EventsInDisorder_KeepsTheLargest()
    {
        var clock = new PartitionWatermark(2 * Nanos.PerSecond);
        Assert.That(clock.Observe(10 * Nanos.PerSecond), Is.True);
        Assert.That(clock.Observe(9 * Nanos.PerSecond), Is.False);
        Assert.That((clock.MaxEventTs, clock.Watermark, clock.ClosedSecond), Is.EqualTo((10 * Nanos.PerSecond, 8 * Nanos.PerSecond, 8L)));
    }

    [Test]
    public void Observe_WatermarkOneNanosecondShortOfAnEnd_DoesNotCloseIt()
    {
        var clock = new PartitionWatermark(2 * Nanos.PerSecond);
        clock.Observe((10 * Nanos.PerSecond) - 1);
        Assert.That((clock.IsClosed(8), clock.IsClosed(7)), Is.EqualTo((false, true)));
        Assert.That(clock.Observe(10 * Nanos.PerSecond), Is.True);
        Assert.That(clock.IsClosed(8), Is.True);
    }

    [Test]
    public void Restore_LowerDisorderThenHigher_NeverReopens()
    {
        var clock = new PartitionWatermark(5 * Nanos.PerSecond);
        clock.Restore(10 * Nanos.PerSecond, 9);
        Assert.That(clock.Observe(11 * Nanos.PerSecond), Is.False);
        Assert.That(clock.ClosedSecond, Is.EqualTo(9));
    }
}
