using Torghut.Contracts.Time;

namespace Torghut.Contracts.Tests.Time;

/// <summary>The rule against the time-zone database of the machine: a change of the law would be seen here.</summary>
public sealed class NewYorkTests
{
    private static readonly TimeZoneInfo Database = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [Test]
    public void Of_EveryHalfHourSince1987_IsTheDatabases()
    {
        var wrong = HalfHours(1987, 2040).Where(instant => NewYork.Of(instant).Offset != Database.GetUtcOffset(instant)).Take(5);
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void At_EveryHalfHourSince1987_IsTheDatabasesOffset()
    {
        var wrong = HalfHours(1987, 2040).Select(instant => DateTime.SpecifyKind(instant.DateTime, DateTimeKind.Unspecified))
            .Where(wallClock => NewYork.At(wallClock).Offset != Database.GetUtcOffset(wallClock)).Take(5);
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void At_OfAnInstantsWallClock_IsTheInstantExceptInTheRepeatedHour()
    {
        var changed = HalfHours(2024, 2025).Where(instant => NewYork.At(NewYork.Of(instant).DateTime) != instant);
        Assert.That(changed, Is.EqualTo(new[]
        {
            new DateTimeOffset(2024, 11, 3, 5, 0, 0, TimeSpan.Zero), new DateTimeOffset(2024, 11, 3, 5, 30, 0, TimeSpan.Zero),
        }));
    }

    [TestCase("2024-03-09T04:59:59Z", "2024-03-08")]
    [TestCase("2024-03-09T05:00:00Z", "2024-03-09")]
    [TestCase("2024-07-01T03:59:59Z", "2024-06-30")]
    public void DayOf_Instant_IsTheDayInNewYork(string instant, string day) =>
        Assert.That(NewYork.DayOf(DateTimeOffset.Parse(instant, null)), Is.EqualTo(DateOnly.Parse(day, null)));

    private static IEnumerable<DateTimeOffset> HalfHours(int firstYear, int endYear)
    {
        var end = new DateTimeOffset(endYear, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var instant = new DateTimeOffset(firstYear, 1, 1, 0, 0, 0, TimeSpan.Zero); instant < end; instant = instant.AddMinutes(30))
        {
            yield return instant;
        }
    }
}
