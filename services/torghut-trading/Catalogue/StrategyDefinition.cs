using Torghut.Trading.Json;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Catalogue;

/// <summary>One validated entry of the strategy catalogue.</summary>
internal sealed record StrategyDefinition
{
    /// <summary>Unique name; identifies the strategy in decisions.</summary>
    public required string Name { get; init; }

    public string Description { get; init; } = "";

    public required IStrategyPlugin Plugin { get; init; }

    /// <summary>Version of this entry, recorded with every decision.</summary>
    public string Version { get; init; } = "1.0.0";

    public bool Enabled { get; init; } = true;

    /// <summary>Signals of another timeframe are not evaluated.</summary>
    public string BaseTimeframe { get; init; } = "1Sec";

    /// <summary>Symbols the strategy may trade; empty means the whole universe.</summary>
    public IReadOnlyList<string> UniverseSymbols { get; init; } = [];

    /// <summary>USD; null leaves the service's default in force.</summary>
    public decimal? MaxNotionalPerTrade { get; init; }

    /// <summary>Fraction of equity in (0, 1]; null leaves the service's default in force.</summary>
    public decimal? MaxPositionPctEquity { get; init; }

    /// <summary>Least time between entries in one symbol; null leaves the service's default in force.</summary>
    public TimeSpan? Cooldown { get; init; }

    public required StrategyParameters Parameters { get; init; }

    public bool Trades(string symbol) => UniverseSymbols.Count == 0 || UniverseSymbols.Contains(symbol, StringComparer.Ordinal);

    /// <summary>Everything that has an effect, for the digest, the audit and the <c>strategies</c> table.</summary>
    public JsonMap ToMap() => new()
    {
        ["name"] = Name,
        ["description"] = Description,
        ["type"] = Plugin.Type,
        ["plugin_version"] = Plugin.Version,
        ["version"] = Version,
        ["enabled"] = Enabled,
        ["base_timeframe"] = BaseTimeframe,
        ["universe_symbols"] = UniverseSymbols,
        ["max_notional_per_trade"] = MaxNotionalPerTrade,
        ["max_position_pct_equity"] = MaxPositionPctEquity,
        ["cooldown_seconds"] = Cooldown is { } cooldown ? (long)cooldown.TotalSeconds : null,
        ["params"] = Parameters.ToMap(),
    };
}
