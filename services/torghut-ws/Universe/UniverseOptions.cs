using Torghut.Common.Configuration;
using Torghut.Contracts.Market;

namespace Torghut.Ws.Universe;

/// <summary>Which symbols to subscribe.</summary>
internal sealed class UniverseOptions : IValidatableOptions
{
    /// <summary>Alpaca's word for every symbol; no symbol itself.</summary>
    public const string Wildcard = "*";

    [ConfigurationKey("SYMBOLS", "Symbols to subscribe; with JANGAR_SYMBOLS_URL those to start from while it cannot be read.")]
    public IReadOnlyList<string> Symbols { get; set; } = [];

    [ConfigurationKey("SYMBOLS_ALLOWLIST", "When set, symbols outside it are never subscribed.")]
    public IReadOnlyList<string> Allowlist { get; set; } = [];

    [ConfigurationKey("JANGAR_SYMBOLS_URL", "Address that answers with the symbols to subscribe; none keeps to SYMBOLS.",
        Schemes = "http,https", AllowsQuery = true)]
    public Uri? SymbolsUrl { get; set; }

    [ConfigurationKey("SYMBOLS_POLL_INTERVAL_MS", "Distance between reads of JANGAR_SYMBOLS_URL.", Min = 100, Max = 3_600_000)]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(30);

    [ConfigurationKey("SHARD_COUNT", "Forwarders that share the universe.", Min = 1, Max = 64)]
    public int ShardCount { get; set; } = 1;

    [ConfigurationKey("SHARD_INDEX", "Which share this one takes, from 0.", Min = 0, Max = 63)]
    public int ShardIndex { get; set; }

    public IEnumerable<ConfigurationProblem> Validate()
    {
        if (Symbols.Count == 0 && SymbolsUrl is null)
        {
            yield return new("SYMBOLS", "at least one symbol, or JANGAR_SYMBOLS_URL", null);
        }

        foreach (var (key, list) in new[] { ("SYMBOLS", Symbols), ("SYMBOLS_ALLOWLIST", Allowlist) })
        {
            if (list.FirstOrDefault(symbol => symbol != Wildcard && !SymbolGrammar.IsValid(symbol)) is { } bad)
            {
                yield return new(key, SymbolGrammar.Expected, $"'{bad}'");
            }
        }

        if (ShardIndex >= ShardCount)
        {
            yield return new("SHARD_INDEX", "less than SHARD_COUNT", $"{ShardIndex}");
        }
    }
}
