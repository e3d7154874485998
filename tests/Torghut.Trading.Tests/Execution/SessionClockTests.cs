using Microsoft.Extensions.Time.Testing;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Tests.Execution;

/// <summary>Market time between two looks at the broker's clock.</summary>
public sealed class SessionClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 2, 6, 17, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new();

    [Test]
    public void Clock_TimePasses_GoesOnAndClosesAtTheClose()
    {
        var clock = new SessionClock(new MarketClock(Noon, true, Noon.AddHours(20), Noon.AddSeconds(3)), _time.GetTimestamp(), _time);
        Assert.That((clock.Now, clock.IsOpen), Is.EqualTo((Noon, true)));
        _time.Advance(TimeSpan.FromSeconds(2.999));
        Assert.That((clock.Now, clock.IsOpen), Is.EqualTo((Noon.AddSeconds(2.999), true)));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(clock.IsOpen, Is.False);
    }

    [Test]
    public void Clock_ClosedWhenRead_IsNotOpenedByTime()
    {
        var clock = new SessionClock(new MarketClock(Noon, false, Noon.AddSeconds(1), Noon.AddHours(6)), _time.GetTimestamp(), _time);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(clock.IsOpen, Is.False, "an opening is learnt of by asking");
    }

    [Test]
    public void Clock_OfAReplay_StandsStill()
    {
        var clock = new SessionClock(new MarketClock(Noon, true, Noon.AddDays(1), Noon.AddSeconds(1), StandsStill: true), _time.GetTimestamp(), _time);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.That((clock.Now, clock.IsOpen), Is.EqualTo((Noon, true)));
    }
}
