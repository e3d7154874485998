namespace Torghut.Alpaca.Text;

/// <summary>RFC 3339 timestamps as whole nanoseconds since the Unix epoch, UTC.</summary>
public static class Rfc3339
{
    private const long NanosPerSecond = 1_000_000_000;
    private const int FirstYear = 1970;

    // The last full year whose nanoseconds fit a long.
    private const int LastYear = 2261;
    private const int MaxFraction = 9;

    /// <summary>Parses <c>2026-04-06T15:54:26.838232225Z</c>: 0 to 9 fractional digits, <c>Z</c> or an offset, years 1970 to 2261.</summary>
    /// <returns>False when the text is anything else; nothing is thrown.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out long nanos)
    {
        nanos = 0;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || (text[10] | 0x20) != 't' || text[13] != ':' || text[16] != ':'
            || !Digits(text, 0, 4, out var year) || !Digits(text, 5, 2, out var month) || !Digits(text, 8, 2, out var day)
            || !Digits(text, 11, 2, out var hour) || !Digits(text, 14, 2, out var minute) || !Digits(text, 17, 2, out var second)
            || year is < FirstYear or > LastYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59
            || !TryFraction(text, out var next, out var fraction)
            || !TryOffset(text[next..], out var offsetMinutes))
        {
            return false;
        }

        var minutes = (((DaysSinceEpoch(year, month, day) * 24) + hour) * 60) + minute - offsetMinutes;
        nanos = (((minutes * 60) + second) * NanosPerSecond) + fraction;
        return nanos >= 0;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out int next, out long nanos)
    {
        next = 19;
        nanos = 0;
        if (text[next] != '.')
        {
            return true;
        }

        next++;
        var count = 0;
        while (next < text.Length && text[next] is >= (byte)'0' and <= (byte)'9')
        {
            if (++count > MaxFraction)
            {
                return false;
            }

            nanos = (nanos * 10) + (text[next] - '0');
            next++;
        }

        for (var digit = count; digit < MaxFraction; digit++)
        {
            nanos *= 10;
        }

        return count > 0;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
        {
            return (text[0] | 0x20) == 'z';
        }

        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':'
            || !Digits(text, 1, 2, out var hour) || !Digits(text, 4, 2, out var minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, int start, int count, out int value)
    {
        value = 0;
        foreach (var character in text.Slice(start, count))
        {
            var digit = unchecked((uint)(character - '0'));
            if (digit > 9)
            {
                return false;
            }

            value = (value * 10) + (int)digit;
        }

        return true;
    }

    // Counts from March so that the leap day is a year's last; see Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    private static long DaysSinceEpoch(int year, int month, int day)
    {
        var shifted = month <= 2 ? year - 1 : year;
        var era = shifted / 400;
        var yearOfEra = shifted - (era * 400);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146_097L) + dayOfEra - 719_468;
    }
}
