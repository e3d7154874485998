using System.Collections.Frozen;
using Torghut.Trading.Strategies.Rules;

namespace Torghut.Trading.Strategies;

/// <summary>The strategy types compiled into this build. Nothing is ever loaded at run time.</summary>
internal static class StrategyRegistry
{
    private static readonly FrozenDictionary<string, IStrategyPlugin> Plugins =
        new IStrategyPlugin[] { new MacdRsiStrategy(), new IntradayTsmomStrategy() }.ToFrozenDictionary(p => p.Type, StringComparer.Ordinal);

    public static IReadOnlyList<string> Types { get; } = [.. Plugins.Keys.Append(RulesStrategy.TypeName).Order(StringComparer.Ordinal)];

    /// <summary>Every condition that a compiled type can name; those of <c>rules</c> are what a catalogue's author wrote.</summary>
    public static IReadOnlySet<string> Conditions { get; } =
        MacdRsiStrategy.Intents.Concat(IntradayTsmomStrategy.Intents).SelectMany(intent => intent.Rationale).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A compiled type; null for one that is not, as <c>rules</c>, which is made for each strategy.</summary>
    public static IStrategyPlugin? Find(string type) => Plugins.GetValueOrDefault(type);
}
