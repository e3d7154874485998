using System.Text.Json;
using Torghut.Ops.Http;

namespace Torghut.Ops.Tests.Http;

/// <summary>Days of the exchanges: where the clocks change, half days and holidays.</summary>
public sealed class TradingDayTests
{
    [TestCase("2013-03-08", 24, "regular", null, "2013-03-08T14:30:00Z", "2013-03-08T21:00:00Z", TestName = "Session_FridayBeforeSummerTime_OpensAt1430")]
    [TestCase("2013-03-10", 23, "weekend", null, null, null, TestName = "Session_DayOfSummerTime_Has23Hours")]
    [TestCase("2013-03-11", 24, "regular", null, "2013-03-11T13:30:00Z", "2013-03-11T20:00:00Z", TestName = "Session_MondayOfSummerTime_OpensAt1330")]
    [TestCase("2013-11-01", 24, "regular", null, "2013-11-01T13:30:00Z", "2013-11-01T20:00:00Z", TestName = "Session_FridayBeforeStandardTime_OpensAt1330")]
    [TestCase("2013-11-03", 25, "weekend", null, null, null, TestName = "Session_DayOfStandardTime_Has25Hours")]
    [TestCase("2013-11-04", 24, "regular", null, "2013-11-04T14:30:00Z", "2013-11-04T21:00:00Z", TestName = "Session_MondayOfStandardTime_OpensAt1430")]
    [TestCase("2013-11-28", 24, "holiday", "Thanksgiving Day", null, null, TestName = "Session_Thanksgiving_IsAHoliday")]
    [TestCase("2013-11-29", 24, "early_close", "Day after Thanksgiving (early close)", "2013-11-29T14:30:00Z", "2013-11-29T18:00:00Z",
        TestName = "Session_DayAfterThanksgiving_ClosesAtOne")]
    [TestCase("2012-10-29", 24, "holiday", "Hurricane Sandy", null, null, TestName = "Session_ClosedByDecision_SaysWhy")]
    [TestCase("2026-07-03", 24, "holiday", "Independence Day", null, null, TestName = "Session_HolidayKeptOnTheFriday_IsNamed")]
    [TestCase("2026-07-04", 24, "weekend", null, null, null, TestName = "Session_HolidayOnASaturday_IsAWeekend")]
    public void TradingDay_AsAnswered_IsTheExchanges(string text, int hours, string kind, string? name, string? open, string? close)
    {
        var day = new TradingDay(DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(day, ReadJson.Options));
        var session = json.RootElement.GetProperty("session");
        Assert.Multiple(() =>
        {
            Assert.That((day.EndUtc - day.StartUtc).TotalHours, Is.EqualTo(hours));
            Assert.That(json.RootElement.GetProperty("day").GetString(), Is.EqualTo(text));
            Assert.That(json.RootElement.GetProperty("zone").GetString(), Is.EqualTo("America/New_York"));
            Assert.That(json.RootElement.GetProperty("startUtc").GetString(), Does.StartWith(text).And.EndsWith("Z"));
            Assert.That(session.GetProperty("kind").GetString(), Is.EqualTo(kind));
            Assert.That(session.GetProperty("name").GetString(), Is.EqualTo(name));
            Assert.That(session.GetProperty("open").GetString(), Is.EqualTo(open));
            Assert.That(session.GetProperty("close").GetString(), Is.EqualTo(close));
        });
    }
}
