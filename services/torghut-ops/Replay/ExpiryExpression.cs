using System.Globalization;
using System.Text.RegularExpressions;

namespace Torghut.Ops.Replay;

/// <summary>The time at which a row expires, as an expression of its event time: intervals that are added to it, or to its day.</summary>
internal static partial class ExpiryExpression
{
    /// <summary>From event time to expiry; null for an expression that is not understood, as one in another time zone than UTC.</summary>
    public static Func<DateTimeOffset, DateTimeOffset>? Parse(string text)
    {
        text = text.Trim();
        if (text.Trim('`') == "event_ts")
        {
            return time => time;
        }

        foreach (var form in new[] { Sum(), Addition(), Group(), Instant() })
        {
            if (form.Match(text) is { Success: true } match && Parse(match.Groups["of"].Value) is { } of)
            {
                return match.Groups["unit"].Success ? Add(of, match.Groups["unit"].Value, match.Groups["count"].Value) : of;
            }
        }

        return Day().Match(text) is { Success: true } day && Parse(day.Groups["of"].Value) is { } within
            ? time => new DateTimeOffset(within(time).UtcDateTime.Date, TimeSpan.Zero) : null;
    }

    private static Func<DateTimeOffset, DateTimeOffset>? Add(Func<DateTimeOffset, DateTimeOffset> of, string unit, string count)
    {
        var n = int.Parse(count, CultureInfo.InvariantCulture);
        Func<DateTimeOffset, DateTimeOffset>? later = unit.ToUpperInvariant() switch
        {
            "SECOND" => time => time.AddSeconds(n),
            "MINUTE" => time => time.AddMinutes(n),
            "HOUR" => time => time.AddHours(n),
            "DAY" => time => time.AddDays(n),
            "WEEK" => time => time.AddDays(7.0 * n),
            "MONTH" => time => time.AddMonths(n),
            "QUARTER" => time => time.AddMonths(checked(3 * n)),
            "YEAR" => time => time.AddYears(n),
            _ => null,
        };
        return later is null ? null : time => Bounded(later, of(time));
    }

    private static DateTimeOffset Bounded(Func<DateTimeOffset, DateTimeOffset> later, DateTimeOffset time)
    {
        try
        {
            return later(time);
        }
        catch (Exception beyond) when (beyond is ArgumentOutOfRangeException or OverflowException)
        {
            return DateTimeOffset.MaxValue;
        }
    }

    [GeneratedRegex(
        @"\A(?<of>.+)\+\s*(?:toInterval(?<unit>[A-Za-z]+)\(\s*(?<count>\d{1,9})\s*\)|INTERVAL\s+(?<count>\d{1,9})\s+(?<unit>[A-Za-z]+?)S?)\z",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Sum();

    [GeneratedRegex(@"\Aadd(?<unit>[A-Za-z]+)s\((?<of>.+),\s*(?<count>\d{1,9})\s*\)\z", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Addition();

    [GeneratedRegex(@"\A\((?<of>.+)\)\z", RegexOptions.Singleline)]
    private static partial Regex Group();

    [GeneratedRegex(@"\AtoDateTime(?:32|64)?\((?<of>.+?)(?:,\s*\d\s*)?(?:,\s*'(?:Etc/)?UTC'\s*)?\)\z", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Instant();

    [GeneratedRegex(@"\A(?:toDate(?:32)?|toStartOfDay)\((?<of>.+?)(?:,\s*'(?:Etc/)?UTC'\s*)?\)\z", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Day();
}
