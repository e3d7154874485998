using System.Collections.Frozen;
using Torghut.Trading.Json;

namespace Torghut.Trading.Strategies;

/// <summary>All parameters of a strategy, defaults filled in, with their hash.</summary>
internal sealed class StrategyParameters
{
    private readonly FrozenDictionary<string, double> _values;
    private readonly JsonMap? _source;

    private StrategyParameters(FrozenDictionary<string, double> values, JsonMap? source = null)
    {
        _values = values;
        _source = source;
        Hash = Digest.Of(ToMap());
    }

    /// <summary>Digest of names and effective values: a default that is written out hashes like one that is left out.</summary>
    public string Hash { get; }

    public double this[string name] => _values[name];

    public JsonMap ToMap()
    {
        if (_source is not null)
        {
            return _source;
        }

        var map = new JsonMap();
        foreach (var (name, value) in _values)
        {
            map.Add(name, value);
        }

        return map;
    }

    /// <summary>Parameters that are more than numbers, as rules are.</summary>
    public static StrategyParameters Of(JsonMap source) => new(FrozenDictionary<string, double>.Empty, source);

    /// <summary>Fills in defaults; every override must have been checked against the definitions before.</summary>
    public static StrategyParameters Resolve(IReadOnlyList<ParameterDefinition> definitions, IReadOnlyDictionary<string, double> overrides) =>
        new(definitions.ToFrozenDictionary(d => d.Name, d => overrides.TryGetValue(d.Name, out var value) ? value : d.Default, StringComparer.Ordinal));
}
