using System.Globalization;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Trading;

/// <summary>Times in requests and answers, with the market's time shift taken off and put on.</summary>
internal sealed class WireTime(MarketClock clock)
{
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>An RFC 3339 time or a date (midnight UTC) in the source's time; null when absent.</summary>
    public long? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var fraction = Fraction(ref text);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && time >= DateTimeOffset.UnixEpoch && time < Latest
            ? Nanos.Of(time) + fraction - clock.Shift
            : throw RefusedException.Malformed($"invalid time \"{text}\"");
    }

    /// <summary>Midnight in New York of a date (of a time, its date), in the source's time.</summary>
    public long NewYorkDate(string text) => DateOnly.TryParseExact(text.Split('T')[0], "yyyy-MM-dd", out var date) && date.Year is >= 1970 and < 2200
        ? Nanos.Of(NewYork.At(date, TimeOnly.MinValue)) - clock.Shift
        : throw RefusedException.Malformed($"invalid date \"{text}\"");

    /// <summary>A time as New York writes it, with its offset.</summary>
    public string NewYorkText(long time)
    {
        var shifted = time + clock.Shift;
        var local = NewYork.Of(Nanos.ToInstant(shifted));
        var nanoseconds = shifted % Nanos.PerSecond;
        var fraction = nanoseconds == 0 ? string.Empty : "." + nanoseconds.ToString("D9", CultureInfo.InvariantCulture);
        return local.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + fraction + local.ToString("zzz", CultureInfo.InvariantCulture);
    }

    // Takes the fraction of a second out of the text, because the framework's own times end at 100 ns.
    private static long Fraction(ref string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            return 0;
        }

        var digits = text[(dot + 1)..].TakeWhile(char.IsAsciiDigit).Take(9).ToArray();
        text = text.Remove(dot, digits.Length + 1);
        return digits.Length == 0 ? 0 : long.Parse(new string(digits).PadRight(9, '0'), CultureInfo.InvariantCulture);
    }
}
