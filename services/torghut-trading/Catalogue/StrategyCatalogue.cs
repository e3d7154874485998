using System.Collections.Frozen;
using Torghut.Trading.Json;

namespace Torghut.Trading.Catalogue;

/// <summary>An accepted catalogue, in the file's order.</summary>
internal sealed class StrategyCatalogue
{
    private readonly FrozenDictionary<string, StrategyDefinition> _byName;

    public StrategyCatalogue(IReadOnlyList<StrategyDefinition> strategies)
    {
        Strategies = strategies;
        _byName = strategies.ToFrozenDictionary(s => s.Name, StringComparer.Ordinal);
        Digest = Json.Digest.Of(CanonicalJson.Serialize([.. strategies.Select(s => (object?)s.ToMap())]));
    }

    public static StrategyCatalogue Empty { get; } = new([]);

    public IReadOnlyList<StrategyDefinition> Strategies { get; }

    /// <summary>Digest of the meaning, not of the bytes: comments and layout do not change it.</summary>
    public string Digest { get; }

    public StrategyDefinition? Find(string name) => _byName.GetValueOrDefault(name);
}
