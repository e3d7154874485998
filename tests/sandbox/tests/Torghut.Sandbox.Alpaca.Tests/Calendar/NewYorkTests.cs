using Torghut.Sandbox.Alpaca.Calendar;

namespace Torghut.Sandbox.Alpaca.Tests.Calendar;

public sealed class NewYorkTests
{
    [TestCase("2013-10-07T09:30:00", "2013-10-07T13:30:00Z", TestName = "Summer")]
    [TestCase("2013-11-29T09:30:00", "2013-11-29T14:30:00Z", TestName = "Winter")]
    [TestCase("2024-03-10T01:59:59", "2024-03-10T06:59:59Z", TestName = "Before_Spring")]
    [TestCase("2024-03-10T03:00:00", "2024-03-10T07:00:00Z", TestName = "After_Spring")]
    [TestCase("2024-11-03T02:00:00", "2024-11-03T07:00:00Z", TestName = "After_Autumn")]
    public void ToUnixNanoseconds_WallClock_FollowsSummerTime(string wallClock, string utc)
    {
        var expected = (DateTimeOffset.Parse(utc, null).UtcTicks - DateTime.UnixEpoch.Ticks) * 100;
        Assert.That(NewYork.ToUnixNanoseconds(DateTime.Parse(wallClock, null)), Is.EqualTo(expected));
    }

    [Test]
    public void FromUnixNanoseconds_EveryHourOfAYear_GoesBackToTheSameTime()
    {
        var start = NewYork.ToUnixNanoseconds(new DateTime(2024, 1, 1));
        var repeated = 0;
        for (var hour = 0L; hour < 366 * 24; hour++)
        {
            var time = start + (hour * 60 * NewYork.NanosecondsPerMinute);
            var local = NewYork.FromUnixNanoseconds(time);
            Assert.That((local.UtcTicks - DateTime.UnixEpoch.Ticks) * 100, Is.EqualTo(time));
            repeated += NewYork.ToUnixNanoseconds(local.DateTime) == time ? 0 : 1;
        }

        Assert.That(repeated, Is.EqualTo(1), "Only the hour that autumn repeats is ambiguous.");
    }

    [Test]
    public void ToUnixNanoseconds_MillisecondsOfADay_AreWallClock()
    {
        Assert.That(NewYork.ToUnixNanoseconds(new DateOnly(2013, 10, 7), 34_200_000), Is.EqualTo(1_381_152_600_000_000_000L));
    }
}
