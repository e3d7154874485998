using System.IO.Compression;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>A LEAN data folder with quotes and trades around the prices of <see cref="RecordedDayOfSignals"/>.</summary>
internal static class LeanTicks
{
    private const int Open = 34_200_000;
    private const int Second = 1_000;

    public static void Write(string folder, int seconds)
    {
        foreach (var symbol in new[] { "AAPL", "MSFT" })
        {
            var home = Directory.CreateDirectory(Path.Combine(folder, "equity/usa/tick", symbol.ToLowerInvariant())).FullName;
            var prices = Enumerable.Range(1, seconds).Select(second => (At: Open + (second * Second), Price: Tenths(symbol, second))).ToList();
            Zip(Path.Combine(home, "20260206_quote.zip"), prices.Select(row =>
            {
                var (bidSize, askSize) = ((row.At / Second % 5) + 1, (row.At / Second % 3) + 1);
                return FormattableString.Invariant($"{row.At - 300},{row.Price - 100},{bidSize},{row.Price + 100},{askSize},P,1,0");
            }));
            Zip(Path.Combine(home, "20260206_trade.zip"), prices.Select(row => FormattableString.Invariant($"{row.At - 100},{row.Price},7,P,1,0")));
        }
    }

    private static int Tenths(string symbol, int second) =>
        (int)decimal.Round((decimal)RecordedDayOfSignals.Price(symbol, second) * 10_000m, 0);

    private static void Zip(string path, IEnumerable<string> lines)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using var writer = new StreamWriter(zip.CreateEntry(Path.ChangeExtension(Path.GetFileName(path), "csv")).Open());
        foreach (var line in lines)
        {
            writer.Write(line + "\n");
        }
    }
}
