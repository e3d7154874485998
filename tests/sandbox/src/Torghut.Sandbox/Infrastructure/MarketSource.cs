namespace Torghut.Sandbox.Infrastructure;

/// <summary>Where the simulator's market data comes from.</summary>
/// <param name="Symbols">Symbols to trade; also the suite's universe.</param>
/// <param name="TicksDirectory">LEAN data folder to replay; null for synthetic data.</param>
/// <param name="Date">Day to replay.</param>
/// <param name="From">Time of day in New York at which the replay begins; null for the recording's first tick.</param>
/// <param name="Speed">Market seconds per real second.</param>
/// <param name="Seed">Seed of the synthetic source and of the broker's partial fills.</param>
internal sealed record MarketSource(IReadOnlyList<string> Symbols, string? TicksDirectory, DateOnly Date, TimeOnly? From, double Speed, int Seed)
{
    public bool IsReplay => TicksDirectory is not null;

    /// <summary>Symbols with a trade file for the day in a LEAN data folder.</summary>
    public static IReadOnlyList<string> SymbolsIn(string ticksDirectory, DateOnly date)
    {
        var root = Path.Combine(ticksDirectory, "equity", "usa", "tick");
        return !Directory.Exists(root)
            ? []
            : [.. Directory.GetDirectories(root)
                .Where(folder => File.Exists(Path.Combine(folder, $"{date:yyyyMMdd}_trade.zip")))
                .Select(folder => Path.GetFileName(folder).ToUpperInvariant())
                .Order(StringComparer.Ordinal)];
    }
}
