using System.Globalization;
using System.Text.Json;

namespace Torghut.Alpaca.Trading;

/// <summary>Reads the clock and the calendar.</summary>
internal static class MarketTimeJson
{
    // Session bounds come as "0400", regular ones as "09:30".
    private static readonly string[] TimeFormats = ["HH:mm", "HHmm"];

    public static AlpacaClock ReadClock(JsonElement json) =>
        new(json.RequiredTime("timestamp"), json.RequiredFlag("is_open"), json.Time("next_open"), json.Time("next_close"));

    public static AlpacaCalendarDay ReadDay(JsonElement json) => new(
        DateOnly.ParseExact(json.RequiredText("date"), "yyyy-MM-dd", CultureInfo.InvariantCulture),
        ReadTime(json.RequiredText("open")),
        ReadTime(json.RequiredText("close")),
        json.Text("session_open") is { } sessionOpen ? ReadTime(sessionOpen) : null,
        json.Text("session_close") is { } sessionClose ? ReadTime(sessionClose) : null);

    private static TimeOnly ReadTime(string text) => TimeOnly.ParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None);
}
