using System.Text.Json;
using Torghut.Trading.Strategies;
using Torghut.Trading.Strategies.Rules;

namespace Torghut.Trading.Catalogue;

/// <summary>A strategy as the database has it.</summary>
internal sealed record StrategyRow
{
    public string Name { get; init; } = "";
    public string Description { get; init; } = "";
    public string PluginType { get; init; } = "";
    public string Version { get; init; } = "";
    public bool Enabled { get; init; }
    public string BaseTimeframe { get; init; } = "";
    public string Symbols { get; init; } = "";
    public decimal? MaxNotionalPerTrade { get; init; }
    public decimal? MaxPositionPctEquity { get; init; }
    public long? CooldownSeconds { get; init; }
    public string Parameters { get; init; } = "";

    /// <summary>Null when this build has no such strategy type any more.</summary>
    public StrategyDefinition? ToDefinition()
    {
        if (Find() is not { } plugin)
        {
            return null;
        }

        return new StrategyDefinition
        {
            Name = Name,
            Description = Description,
            Plugin = plugin,
            Version = Version,
            Enabled = Enabled,
            BaseTimeframe = BaseTimeframe,
            UniverseSymbols = JsonSerializer.Deserialize<string[]>(Symbols) ?? [],
            MaxNotionalPerTrade = MaxNotionalPerTrade,
            MaxPositionPctEquity = MaxPositionPctEquity,
            Cooldown = CooldownSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Parameters = plugin is RulesStrategy rules
                ? StrategyParameters.Of(rules.Texts.ToMap())
                : StrategyParameters.Resolve(plugin.Parameters, JsonSerializer.Deserialize<Dictionary<string, double>>(Parameters) ?? []),
        };
    }

    private IStrategyPlugin? Find()
    {
        if (PluginType != RulesStrategy.TypeName)
        {
            return StrategyRegistry.Find(PluginType);
        }

        try
        {
            return RuleTexts.Read(Parameters) is { } texts ? RulesStrategy.Make(texts) : null;
        }
        catch (RulesException)
        {
            // A rule that an older build understood and this one does not is a type that this build does not have.
            return null;
        }
    }
}
