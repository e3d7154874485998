using System.Text.RegularExpressions;
using Torghut.Contracts.Market;
using Torghut.Trading.Strategies.Rules;
using YamlDotNet.RepresentationModel;

namespace Torghut.Trading.Catalogue;

/// <summary>Reads the rules of a strategy of type <c>rules</c>, with the place in the file of what is wrong.</summary>
internal static partial class RulesReader
{
    private const int MaxParameters = 50;
    private const int MaxSymbols = 1_000;
    private const decimal Largest = 1_000_000_000_000m;

    /// <summary>Returns the strategy, or null after having recorded what is wrong with it.</summary>
    public static RulesStrategy? Read(MappingReader reader, string path, CatalogueProblems problems)
    {
        var before = problems.Found.Count;
        var entry = reader.Text("entry", required: true, RuleParser.MaxCharacters);
        var exit = reader.Text("exit", required: true, RuleParser.MaxCharacters);
        var guard = reader.Text("guard", required: false, RuleParser.MaxCharacters);
        var values = ReadValues(reader.Mapping("params"), null);
        var symbols = ReadSymbols(reader, path, values, problems);
        if (problems.Found.Count > before || entry is null || exit is null)
        {
            return null;
        }

        try
        {
            return RulesStrategy.Make(new RuleTexts(entry, exit, guard, values, symbols));
        }
        catch (RulesException broken)
        {
            problems.Add((YamlScalarNode)reader.Optional(broken.Field)!, $"{path}.{broken.Field}", broken.At, broken.Message);
            return null;
        }
    }

    private static Dictionary<string, double> ReadValues(MappingReader? parameters, IReadOnlyDictionary<string, double>? known)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        if (parameters is null)
        {
            return values;
        }

        foreach (var name in parameters.Names.Take(MaxParameters + 1).ToList())
        {
            if (values.Count == MaxParameters)
            {
                parameters.Refuse(name, $"more than {MaxParameters} parameters");
            }
            else if (!NamePattern().IsMatch(name) || RuleNames.IsTaken(name))
            {
                parameters.Refuse(name, "expected a name of lower-case letters, digits and '_', at most 40, that no feature or word has");
            }
            else if (known?.ContainsKey(name) == false)
            {
                parameters.Refuse(name, "not a parameter of this strategy");
            }
            else if (parameters.Number(name, -Largest, Largest) is { } value)
            {
                values.Add(name, (double)value);
            }
        }

        parameters.RefuseUnread();
        return values;
    }

    private static Dictionary<string, IReadOnlyDictionary<string, double>> ReadSymbols(
        MappingReader reader, string path, IReadOnlyDictionary<string, double> values, CatalogueProblems problems)
    {
        var symbols = new Dictionary<string, IReadOnlyDictionary<string, double>>(StringComparer.Ordinal);
        if (reader.Mapping("symbol_params") is not { } mapping)
        {
            return symbols;
        }

        foreach (var symbol in mapping.Names.Take(MaxSymbols + 1).ToList())
        {
            if (symbols.Count == MaxSymbols)
            {
                mapping.Refuse(symbol, $"more than {MaxSymbols} symbols");
            }
            else if (!SymbolGrammar.IsValid(symbol))
            {
                problems.Add(mapping.Optional(symbol) ?? mapping.Node, $"{path}.symbol_params", $"not a symbol: '{symbol}'");
            }
            else if (mapping.Mapping(symbol) is { } own)
            {
                symbols.Add(symbol, ReadValues(own, values));
            }
        }

        mapping.RefuseUnread();
        return symbols;
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,39}\z")]
    private static partial Regex NamePattern();
}
