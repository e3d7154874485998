using Torghut.Ws.Replay;
using Torghut.Ws.Tests.Support;

namespace Torghut.Ws.Tests.Replay;

public sealed class ReplayPaceTests
{
    private const long Second = 1_000_000_000;

    private readonly ManualTime _time = new();

    [Test]
    public void Wait_TenTimesFaster_IsATenthOfTheMarketsTime()
    {
        var pace = new ReplayPace(10, _time);

        Assert.That(pace.Wait(100 * Second), Is.Null);
        Assert.That(pace.Wait(120 * Second), Is.EqualTo(TimeSpan.FromSeconds(2)));
        _time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.That(pace.Wait(120 * Second), Is.EqualTo(TimeSpan.FromSeconds(0.5)));
    }

    [Test]
    public void Wait_BehindOrUnpaced_IsNotAtAll()
    {
        var pace = new ReplayPace(1, _time);
        pace.Wait(Second);
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.That(pace.Wait(10 * Second), Is.Null);
        Assert.That(new ReplayPace(0, _time).Wait(long.MaxValue), Is.Null);
    }
}
