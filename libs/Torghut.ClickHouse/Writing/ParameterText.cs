using System.Globalization;
using System.Text;

namespace Torghut.ClickHouse.Writing;

/// <summary>Text of parameter values. The server reads them as fields of TabSeparated, so control characters and backslashes are escaped.</summary>
internal static class ParameterText
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    public static string Escape(string value)
    {
        var text = new StringBuilder(value.Length + 8);
        foreach (char c in value)
        {
            _ = c switch
            {
                '\\' => text.Append(@"\\"),
                '\t' => text.Append(@"\t"),
                '\n' => text.Append(@"\n"),
                '\r' => text.Append(@"\r"),
                '\0' => text.Append(@"\0"),
                '\b' => text.Append(@"\b"),
                '\f' => text.Append(@"\f"),
                '\'' => text.Append(@"\'"),
                _ => text.Append(c),
            };
        }
        return text.ToString();
    }

    public static string Quote(string value) => "'" + Escape(value) + "'";

    public static string Of(double value) =>
        double.IsNaN(value) ? "nan" : double.IsInfinity(value) ? (value > 0 ? "inf" : "-inf") : value.ToString("R", CultureInfo.InvariantCulture);

    public static string Of(DateTimeOffset value)
    {
        long ticks = value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        return Seconds(ticks, TimeSpan.TicksPerSecond, 7);
    }

    public static string OfUnixNanoseconds(long value) => Seconds(value, NanosecondsPerSecond, 9);

    // Seconds since the epoch with a fraction only where there is one: DateTime takes none.
    private static string Seconds(long value, long unitsPerSecond, int digits)
    {
        (long seconds, long fraction) = Math.DivRem(Math.Abs(value), unitsPerSecond);
        string sign = value < 0 ? "-" : "";
        string whole = sign + seconds.ToString(CultureInfo.InvariantCulture);
        return fraction == 0 ? whole : whole + "." + fraction.ToString("D" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).TrimEnd('0');
    }
}
