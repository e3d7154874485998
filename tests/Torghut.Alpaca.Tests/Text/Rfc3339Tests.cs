using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Torghut.Alpaca.Text;

namespace Torghut.Alpaca.Tests.Text;

public sealed class Rfc3339Tests
{
    private const long Second = 1_775_490_866;

    [TestCase("2026-04-06T15:54:26Z", 0)]
    [TestCase("2026-04-06T15:54:26.1Z", 100_000_000)]
    [TestCase("2026-04-06T15:54:26.1234567Z", 123_456_700)]
    [TestCase("2026-04-06T15:54:26.26838159Z", 268_381_590)]
    [TestCase("2026-04-06T15:54:26.838232225Z", 838_232_225)]
    [TestCase("2026-04-06T11:54:26.000000001-04:00", 1)]
    [TestCase("2026-04-06T21:24:26+05:30", 0)]
    [TestCase("2026-04-06t15:54:26z", 0)]
    public void TryParse_ValidText_KeepsEveryDigit(string text, long fraction)
    {
        Assert.That(Rfc3339.TryParse(Encoding.ASCII.GetBytes(text), out var nanos), Is.True);
        Assert.That(nanos, Is.EqualTo((Second * 1_000_000_000) + fraction));
    }

    [TestCase("")]
    [TestCase("2026-04-06")]
    [TestCase("2026-04-06T15:54:26")]
    [TestCase("2026-04-06 15:54:26Z")]
    [TestCase("2026-02-29T15:54:26Z")]
    [TestCase("2026-13-06T15:54:26Z")]
    [TestCase("2026-04-06T24:00:00Z")]
    [TestCase("2026-04-06T15:54:60Z")]
    [TestCase("2026-04-06T15:54:26.Z")]
    [TestCase("2026-04-06T15:54:26.1234567890Z")]
    [TestCase("2026-04-06T15:54:26+25:00")]
    [TestCase("2026-04-06T15:54:26+0530")]
    [TestCase("2026-04-06T15:54:26ZZ")]
    [TestCase("1969-12-31T23:59:59Z")]
    [TestCase("1970-01-01T00:00:00+01:00")]
    [TestCase("2262-04-12T00:00:00Z")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.That(Rfc3339.TryParse(Encoding.ASCII.GetBytes(text), out _), Is.False);

    [Test]
    public void TryParse_AnyInstantInAnyPrecision_RoundTrips() => Prop.ForAll<uint, uint, byte>((seconds, fraction, digits) =>
    {
        var precision = digits % 10;
        var text = (fraction % 1_000_000_000).ToString("D9", CultureInfo.InvariantCulture)[..precision];
        var expected = (seconds * 1_000_000_000L) + (precision == 0 ? 0 : long.Parse(text.PadRight(9, '0'), CultureInfo.InvariantCulture));
        var instant = DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)
            + (precision == 0 ? "" : "." + text) + "Z";
        return Rfc3339.TryParse(Encoding.ASCII.GetBytes(instant), out var nanos) && nanos == expected;
    }).QuickCheckThrowOnFailure();

    [Test]
    public void TryParse_EveryDay_AgreesWithTheCalendar()
    {
        for (var day = new DateOnly(1970, 1, 1); day.Year < 2262; day = day.AddDays(1))
        {
            var text = Encoding.ASCII.GetBytes(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00Z");
            var parsed = Rfc3339.TryParse(text, out var nanos);
            if (!parsed || nanos != (day.DayNumber - new DateOnly(1970, 1, 1).DayNumber) * 86_400_000_000_000L)
            {
                Assert.Fail(day.ToString("O", CultureInfo.InvariantCulture));
            }
        }
    }
}
