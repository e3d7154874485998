using Torghut.Sandbox.Alpaca.Numbers;

namespace Torghut.Sandbox.Alpaca.Synthetic;

/// <summary>What a synthetic symbol is like: first price in dollars, activity relative to the ordinary symbol, typical spread in cents.</summary>
internal sealed record SyntheticProfile(double Price, double Activity, double SpreadCents)
{
    public static IReadOnlyList<string> DefaultSymbols { get; } = ["AAPL", "AMZN", "IBM", "JPM", "MSFT", "NVDA", "SPY", "TSLA"];

    private static readonly Dictionary<string, SyntheticProfile> Known = new(StringComparer.Ordinal)
    {
        ["AAPL"] = new(192.50, 1.6, 1.2),
        ["AMZN"] = new(181.20, 1.3, 1.5),
        ["IBM"] = new(168.40, 0.4, 3.0),
        ["JPM"] = new(198.10, 0.6, 2.5),
        ["MSFT"] = new(421.90, 1.2, 2.8),
        ["NVDA"] = new(118.30, 2.2, 1.1),
        ["SPY"] = new(543.60, 2.4, 1.0),
        ["TSLA"] = new(183.70, 1.8, 1.8),
        ["FAKEPACA"] = new(133.00, 0.5, 4.0),
    };

    /// <summary>A symbol that is not listed gets a profile that depends on its name and the seed.</summary>
    public static SyntheticProfile Of(string symbol, int seed)
    {
        if (Known.TryGetValue(symbol, out var profile))
        {
            return profile;
        }

        var random = SplitMix64.For(seed, "profile:" + symbol);
        return new SyntheticProfile(Math.Round(20 + (280 * random.NextDouble()), 2), 0.3 + random.NextDouble(), 1 + (4 * random.NextDouble()));
    }
}
