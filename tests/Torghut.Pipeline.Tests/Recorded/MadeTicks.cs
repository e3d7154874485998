using System.Globalization;
using System.IO.Compression;

namespace Torghut.Pipeline.Tests.Recorded;

/// <summary>A small day with the shape of a recorded one, made from a seed.</summary>
internal static class MadeTicks
{
    private const int Trades = 4_000;
    private const long Open = 34_200_000;
    private const int Span = 1_800_000;

    public static string Write(string folder, DateOnly date)
    {
        foreach (var (symbol, price) in new[] { ("aaa", 500_000), ("bbb", 1_500_000) })
        {
            var home = Path.Combine(folder, "equity", "usa", "tick", symbol);
            Directory.CreateDirectory(home);
            var random = new Random(price);
            var level = price;
            var times = Enumerable.Range(0, Trades).Select(_ => Open + random.Next(Span)).Order().ToList();
            var trades =
                times.Select(time => string.Create(CultureInfo.InvariantCulture, $"{time},{level += random.Next(-40, 41)},{random.Next(1, 10) * 100},P,1,0"));
            Zip(Path.Combine(home, $"{date:yyyyMMdd}_trade.zip"), $"{symbol}.csv", trades);
            var quotes =
                times.Select(
                (time, i) => string.Create(CultureInfo.InvariantCulture,
                    $"{Math.Max(0, time - 20)},{(i % 3 == 0 ? 0 : price - 200)},{(i % 3 == 0 ? 0 : 300)},{price + 200},200,P,1,0"));
            Zip(Path.Combine(home, $"{date:yyyyMMdd}_quote.zip"), $"{symbol}.csv", quotes);
        }

        return folder;
    }

    private static void Zip(string path, string entry, IEnumerable<string> lines)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
        foreach (var line in lines)
        {
            writer.Write(line + "\n");
        }
    }
}
