using System.Globalization;

namespace Torghut.Sandbox.Alpaca.Lean;

/// <summary>The tick files of one recorded day in a LEAN data folder.</summary>
internal sealed class LeanFolder(string root, DateOnly date)
{
    private readonly string _ticks = Path.Combine(root, "equity", "usa", "tick");

    public DateOnly Date { get; } = date;

    public string TradeFile(string symbol) => FileOf(symbol, "trade");

    public string QuoteFile(string symbol) => FileOf(symbol, "quote");

    /// <summary>Symbols with trades on the date, in alphabetical order.</summary>
    public IReadOnlyList<string> Symbols()
    {
        if (!Directory.Exists(_ticks))
        {
            throw new DirectoryNotFoundException($"No LEAN equity ticks under {_ticks}.");
        }

        var symbols = Directory.EnumerateDirectories(_ticks)
            .Select(d => Path.GetFileName(d).ToUpperInvariant())
            .Where(s => File.Exists(TradeFile(s)))
            .Order(StringComparer.Ordinal)
            .ToArray();
        return symbols.Length > 0 ? symbols : throw new FileNotFoundException($"No trades of {Date:yyyy-MM-dd} under {_ticks}.");
    }

    private string FileOf(string symbol, string kind) =>
        Path.Combine(_ticks, symbol.ToLowerInvariant(), string.Create(CultureInfo.InvariantCulture, $"{Date:yyyyMMdd}_{kind}.zip"));
}
