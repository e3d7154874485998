using System.Globalization;
using System.IO.Compression;

namespace Torghut.Bench.Backtest.Naive;

/// <summary>LEAN tick files, a line at a time.</summary>
internal static class TickFiles
{
    private const double PriceScale = 10_000;

    public static IEnumerable<string> Symbols(string folder) =>
        Directory.EnumerateDirectories(Path.Combine(folder, "equity/usa/tick")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    public static IEnumerable<Trade> Trades(string folder, string symbol) =>
        Rows(folder, symbol, "trade").Select(row => new Trade(row.At, Price(row.Cells[1]), double.Parse(row.Cells[2], CultureInfo.InvariantCulture)));

    /// <summary>A side that a row leaves empty stays as it was.</summary>
    public static IEnumerable<Quote> Quotes(string folder, string symbol)
    {
        double bid = 0, ask = 0;
        foreach (var (at, cells) in Rows(folder, symbol, "quote"))
        {
            bid = Price(cells[1]) is > 0 and var newBid ? newBid : bid;
            ask = Price(cells[3]) is > 0 and var newAsk ? newAsk : ask;
            yield return new Quote(at, bid, ask);
        }
    }

    private static IEnumerable<(DateTimeOffset At, string[] Cells)> Rows(string folder, string symbol, string kind)
    {
        var newYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        foreach (var path in Directory.EnumerateFiles(Path.Combine(folder, "equity/usa/tick", symbol), $"*_{kind}.zip").Order(StringComparer.Ordinal))
        {
            var day = DateTime.ParseExact(Path.GetFileName(path)[..8], "yyyyMMdd", CultureInfo.InvariantCulture);
            var midnight = new DateTimeOffset(day, newYork.GetUtcOffset(day));
            using var zip = ZipFile.OpenRead(path);
            using var reader = new StreamReader(zip.Entries[0].Open());
            while (reader.ReadLine() is { } line)
            {
                var cells = line.Split(',');
                yield return (midnight.AddMilliseconds(long.Parse(cells[0], CultureInfo.InvariantCulture)).ToUniversalTime(), cells);
            }
        }
    }

    private static double Price(string text) => text.Length == 0 ? 0 : long.Parse(text, CultureInfo.InvariantCulture) / PriceScale;
}
