using System.Globalization;
using Torghut.Trading.Simulation;

namespace Torghut.Trading.Tests.Simulation;

/// <summary>The simulated market's sessions, against days of the exchange's published calendars.</summary>
public sealed class MarketSessionsTests
{
    [TestCase("2026-02-06T14:29:59Z", false)]
    [TestCase("2026-02-06T14:30:00Z", true)]
    [TestCase("2026-02-06T20:59:59Z", true)]
    [TestCase("2026-02-06T21:00:00Z", false)]
    [TestCase("2026-07-08T13:30:00Z", true, Description = "summer time")]
    [TestCase("2026-02-07T15:00:00Z", false, Description = "Saturday")]
    [TestCase("2026-11-27T17:59:59Z", true, Description = "day after Thanksgiving")]
    [TestCase("2026-11-27T18:00:00Z", false, Description = "day after Thanksgiving, 13:00")]
    [TestCase("2026-12-24T18:30:00Z", false, Description = "Christmas Eve, 13:30")]
    public void ClockAt_Instant_OpenOrNot(string at, bool open) => Assert.That(MarketSessions.ClockAt(Time(at)).IsOpen, Is.EqualTo(open));

    [Test]
    public void ClockAt_FridayEvening_NextSessionIsMondays()
    {
        var clock = MarketSessions.ClockAt(Time("2026-02-06T22:00:00Z"));
        Assert.That((clock.NextOpen, clock.NextClose), Is.EqualTo((Time("2026-02-09T14:30:00Z"), Time("2026-02-09T21:00:00Z"))));
    }

    [Test]
    public void ClockAt_DuringASession_NextOpenIsTheNextDays()
    {
        var clock = MarketSessions.ClockAt(Time("2026-02-05T15:00:00Z"));
        Assert.That((clock.NextOpen, clock.NextClose), Is.EqualTo((Time("2026-02-06T14:30:00Z"), Time("2026-02-05T21:00:00Z"))));
    }

    [TestCase("2026-02-09T15:00:00Z", "2026-02-06T21:00:00Z")]
    [TestCase("2026-02-06T21:00:00Z", "2026-02-06T21:00:00Z")]
    [TestCase("2026-11-28T12:00:00Z", "2026-11-27T18:00:00Z")]
    public void LastClose_Instant_NewestCloseBefore(string at, string close) => Assert.That(MarketSessions.LastClose(Time(at)), Is.EqualTo(Time(close)));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
