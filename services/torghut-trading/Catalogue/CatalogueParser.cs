using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Torghut.Trading.Catalogue;

/// <summary>Reads a catalogue from YAML or JSON text (JSON is read as YAML). All problems are collected; one is enough to refuse the file.</summary>
internal static class CatalogueParser
{
    private const int MaxLength = 1_000_000;
    private const int MaxStrategies = 1_000;

    public static CatalogueResult Parse(string file, string text)
    {
        var problems = new CatalogueProblems(file);
        if (text.Length > MaxLength)
        {
            return Refuse(problems, 0, "", $"larger than {MaxLength} characters");
        }

        YamlStream stream = [];
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException broken)
        {
            return Refuse(problems, broken.Start.Line, "", $"not valid YAML: {broken.Message}");
        }

        if (stream.Documents.Count != 1)
        {
            return Refuse(problems, 1, "", $"expected one document, found {stream.Documents.Count}");
        }

        if (stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            return Refuse(problems, 1, "", "expected a mapping with the key strategies");
        }

        var strategies = ReadRoot(new MappingReader(root, "", problems), problems);
        return problems.Found.Count == 0 ? new CatalogueResult(new StrategyCatalogue(strategies), []) : new CatalogueResult(null, problems.Found);
    }

    private static List<StrategyDefinition> ReadRoot(MappingReader root, CatalogueProblems problems)
    {
        var result = new List<StrategyDefinition>();
        var list = root.Required("strategies");
        root.RefuseUnread();
        if (list is null)
        {
            return result;
        }

        if (list is not YamlSequenceNode sequence)
        {
            problems.Add(list, "strategies", "expected a list");
            return result;
        }

        if (sequence.Children.Count > MaxStrategies)
        {
            problems.Add(list, "strategies", $"more than {MaxStrategies} entries");
        }

        var lines = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(sequence.Children.Count, MaxStrategies); i++)
        {
            if (StrategyReader.Read(sequence.Children[i], $"strategies[{i}]", problems) is not { } strategy)
            {
                continue;
            }

            if (lines.TryGetValue(strategy.Name, out var first))
            {
                problems.Add(sequence.Children[i], $"strategies[{i}].name", $"duplicate name '{strategy.Name}', first used on line {first}");
            }
            else
            {
                lines.Add(strategy.Name, sequence.Children[i].Start.Line);
            }

            result.Add(strategy);
        }

        return result;
    }

    private static CatalogueResult Refuse(CatalogueProblems problems, long line, string field, string reason)
    {
        problems.Add(line, field, reason);
        return new CatalogueResult(null, problems.Found);
    }
}
