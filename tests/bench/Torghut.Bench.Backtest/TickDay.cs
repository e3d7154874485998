using System.Globalization;
using System.IO.Compression;

namespace Torghut.Bench.Backtest;

/// <summary>A session of ticks in LEAN's form, made from a seed: prices that wander, quotes of a cent or two around them.</summary>
internal static class TickDay
{
    public const string Day = "20131007";
    public const int Quarters = 4;
    private const int Open = 34_200_000;
    private const int Session = 23_400_000;

    /// <summary>Writes so many trades and so many quotes of each of so many symbols.</summary>
    /// <param name="quarters">How much of the session is written, from its open on.</param>
    public static void Write(string folder, int symbols, int perSymbol, int quarters)
    {
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            var name = $"s{(char)('a' + (symbol / 26))}{(char)('a' + (symbol % 26))}";
            var home = Directory.CreateDirectory(Path.Combine(folder, "equity/usa/tick", name)).FullName;
            var random = new Random(symbol);
            var level = 500_000 + (symbol % 4 * 400_000);
            var rows = new (int At, int Price)[perSymbol * quarters / Quarters];
            for (var i = 0; i < rows.Length; i++)
            {
                // A tenth of a millisecond is never reached: times are as even as rounding lets them be.
                level = Math.Clamp(level + (random.Next(-2, 3) * 100), 400_000, 2_400_000);
                rows[i] = (Open + (int)((long)Session * i / perSymbol), level);
            }

            Zip(Path.Combine(home, $"{Day}_trade.zip"), name, rows.Select(row =>
                string.Create(CultureInfo.InvariantCulture, $"{row.At},{row.Price},{random.Next(1, 10) * 100},P,1,0")));
            Zip(Path.Combine(home, $"{Day}_quote.zip"), name, rows.Select((row, i) => i % 3 == 0
                ? string.Create(CultureInfo.InvariantCulture, $"{row.At},0,0,{row.Price + 100},200,P,1,0")
                : string.Create(CultureInfo.InvariantCulture, $"{row.At},{row.Price - 100},300,{row.Price + 100},200,P,1,0")));
        }
    }

    private static void Zip(string path, string name, IEnumerable<string> lines)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using var writer = new StreamWriter(zip.CreateEntry($"{Day}_{name}.csv", CompressionLevel.Fastest).Open());
        foreach (var line in lines)
        {
            writer.Write(line + "\n");
        }
    }
}
