using System.Globalization;
using Torghut.Ws.Stream;

namespace Torghut.Ws.Tests.Stream;

public sealed class MarketHoursTests
{
    [TestCase("2026-04-06T13:29:59Z", false)]
    [TestCase("2026-04-06T13:30:00Z", true)]
    [TestCase("2026-04-06T19:59:59Z", true)]
    [TestCase("2026-04-06T20:00:00Z", false)]
    [TestCase("2026-01-05T14:29:59Z", false)]
    [TestCase("2026-01-05T14:30:00Z", true)]
    [TestCase("2026-04-05T15:00:00Z", false)]
    [TestCase("2026-03-06T14:00:00Z", false)]
    [TestCase("2026-03-09T14:00:00Z", true)]
    [TestCase("2026-10-30T14:00:00Z", true)]
    [TestCase("2026-11-02T14:00:00Z", false)]
    public void IsOpen_Instant_FollowsNewYork(string instant, bool open) =>
        Assert.That(MarketHours.IsOpen(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)), Is.EqualTo(open));
}
