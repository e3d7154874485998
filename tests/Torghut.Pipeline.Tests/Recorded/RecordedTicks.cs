using System.Globalization;
using System.IO.Compression;

namespace Torghut.Pipeline.Tests.Recorded;

/// <summary>Reads a LEAN tick file in the plainest way. It shares no code with the simulator that replays the same file.</summary>
internal static class RecordedTicks
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    public static IEnumerable<string[]> Rows(string folder, string symbol, DateOnly date, string kind)
    {
        var path = Path.Combine(folder, "equity", "usa", "tick", symbol.ToLowerInvariant(), $"{date:yyyyMMdd}_{kind}.zip");
        if (!File.Exists(path))
        {
            yield break;
        }

        using var zip = ZipFile.OpenRead(path);
        using var reader = new StreamReader(zip.Entries.Single().Open());
        while (reader.ReadLine() is { } line)
        {
            yield return line.Split(',');
        }
    }

    /// <summary>Milliseconds since midnight in New York to milliseconds since the Unix epoch.</summary>
    public static long UnixMilliseconds(DateOnly date, string milliseconds)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, NewYork.GetUtcOffset(midnight)).ToUnixTimeMilliseconds() + long.Parse(milliseconds, CultureInfo.InvariantCulture);
    }

    public static double Price(string text) => text.Length == 0 ? 0 : long.Parse(text, CultureInfo.InvariantCulture) / 10_000.0;

    public static double Size(string text) => text.Length == 0 ? 0 : double.Parse(text, CultureInfo.InvariantCulture);
}
