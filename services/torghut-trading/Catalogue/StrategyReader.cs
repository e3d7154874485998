using System.Text.RegularExpressions;
using Torghut.Contracts.Market;
using Torghut.Trading.Strategies;
using Torghut.Trading.Strategies.Rules;
using YamlDotNet.RepresentationModel;

namespace Torghut.Trading.Catalogue;

/// <summary>Reads one entry of the catalogue.</summary>
internal static partial class StrategyReader
{
    private const int MaxSymbols = 10_000;

    /// <summary>Returns the entry, or null after having recorded what is wrong with it.</summary>
    public static StrategyDefinition? Read(YamlNode node, string path, CatalogueProblems problems)
    {
        if (node is not YamlMappingNode mapping)
        {
            problems.Add(node, path, "expected a mapping");
            return null;
        }

        var before = problems.Found.Count;
        var reader = new MappingReader(mapping, path, problems);
        var name = Matching(reader, "name", required: true, NamePattern(), "letters, digits, '.', '_' and '-', at most 64");
        var description = reader.Text("description", required: false, 1_000);
        var plugin = ReadPlugin(reader, path, problems);
        var version = Matching(reader, "version", required: false, VersionPattern(), "letters, digits, '.' and '-', at most 32");
        var enabled = reader.Flag("enabled");
        var timeframe = Matching(reader, "base_timeframe", required: false, TimeframePattern(), "for example 1Sec, 1Min, 1Hour");
        var symbols = ReadSymbols(reader, path, problems);
        var maxNotional = reader.Number("max_notional_per_trade", 1m, 1_000_000_000m);
        var maxPct = reader.Number("max_position_pct_equity", 0.000001m, 1m);
        var cooldown = reader.Number("cooldown_seconds", 0m, 864_000m);
        var overrides = ReadParameters(reader, plugin);
        reader.RefuseUnread();
        if (problems.Found.Count > before || name is null || plugin is null)
        {
            return null;
        }

        var parameters = plugin is RulesStrategy rules
            ? StrategyParameters.Of(rules.Texts.ToMap())
            : StrategyParameters.Resolve(plugin.Parameters, overrides);
        var defaults = new StrategyDefinition { Name = name, Plugin = plugin, Parameters = parameters };
        return defaults with
        {
            Description = description ?? defaults.Description,
            Version = version ?? defaults.Version,
            Enabled = enabled ?? defaults.Enabled,
            BaseTimeframe = timeframe ?? defaults.BaseTimeframe,
            UniverseSymbols = symbols,
            MaxNotionalPerTrade = maxNotional,
            MaxPositionPctEquity = maxPct,
            Cooldown = cooldown is { } seconds ? TimeSpan.FromSeconds((double)seconds) : null,
        };
    }

    private static IStrategyPlugin? ReadPlugin(MappingReader reader, string path, CatalogueProblems problems)
    {
        if (reader.Text("type", required: true, 64) is not { } type)
        {
            return null;
        }

        if (type == RulesStrategy.TypeName)
        {
            return RulesReader.Read(reader, path, problems);
        }

        if (StrategyRegistry.Find(type) is { } plugin)
        {
            return plugin;
        }

        reader.Refuse("type", $"unknown strategy type '{type}', expected one of {string.Join(", ", StrategyRegistry.Types)}");
        return null;
    }

    private static string? Matching(MappingReader reader, string field, bool required, Regex pattern, string expected)
    {
        if (reader.Text(field, required, 64) is not { } text)
        {
            return null;
        }

        if (pattern.IsMatch(text))
        {
            return text;
        }

        reader.Refuse(field, $"expected {expected}, found '{text}'");
        return null;
    }

    private static List<string> ReadSymbols(MappingReader reader, string path, CatalogueProblems problems)
    {
        var symbols = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var node = reader.Optional("universe_symbols");
        if (node is null)
        {
            return symbols;
        }

        var field = $"{path}.universe_symbols";
        if (node is not YamlSequenceNode list || list.Children.Count > MaxSymbols)
        {
            problems.Add(node, field, $"expected a list of at most {MaxSymbols} symbols");
            return symbols;
        }

        foreach (var child in list.Children)
        {
            if (child is not YamlScalarNode { Value: { } symbol } || !SymbolGrammar.IsValid(symbol))
            {
                problems.Add(child, field, $"not a symbol: '{CatalogueProblems.Shown(child)}'");
            }
            else if (!seen.Add(symbol))
            {
                problems.Add(child, field, $"duplicate symbol '{symbol}'");
            }
            else
            {
                symbols.Add(symbol);
            }
        }

        return symbols;
    }

    private static Dictionary<string, double> ReadParameters(MappingReader reader, IStrategyPlugin? plugin)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        if (plugin is RulesStrategy || reader.Mapping("params") is not { } parameters || plugin is null)
        {
            return values;
        }

        foreach (var definition in plugin.Parameters)
        {
            if (parameters.Number(definition.Name, (decimal)definition.Min, (decimal)definition.Max) is { } value)
            {
                values.Add(definition.Name, (double)value);
            }
        }

        parameters.RefuseUnread();
        return values;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._\-]{1,64}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9.\-]{1,32}\z")]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"\A[1-9][0-9]{0,2}(Sec|Min|Hour|Day)\z")]
    private static partial Regex TimeframePattern();
}
