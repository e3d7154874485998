using System.Buffers;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Torghut.Trading.Catalogue;

/// <summary>
/// Reads a catalogue from YAML or JSON text (JSON is read as YAML) that anybody may have written. The first problems are collected; one is enough to refuse the
/// file.
/// </summary>
internal static class CatalogueParser
{
    private const int MaxStrategies = 1_000;

    /// <summary>What YAML has no place for, and what its reader takes for the end of the text.</summary>
    private static readonly SearchValues<char> Unprintable = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code).Where(character => character is not ('\t' or '\n' or '\r')), '\x7f']);

    public static CatalogueResult Parse(string file, string text)
    {
        var problems = new CatalogueProblems(file, text);
        if (text.Length > CatalogueFile.MaxBytes)
        {
            return Refuse(problems, 0, "", $"larger than {CatalogueFile.MaxBytes} characters");
        }

        if (text.AsSpan().IndexOfAny(Unprintable) is >= 0 and var at)
        {
            return Refuse(problems, text.AsSpan(0, at).Count('\n') + 1, "", $"a control character, U+{(int)text[at]:X4}");
        }

        YamlStream stream = [];
        try
        {
            stream.Load(new BoundedParser(new Parser(new StringReader(text))));
        }
        catch (YamlException broken)
        {
            return Refuse(problems, broken.Start.Line, "", $"not valid YAML: {broken.Message}", broken.Start.Column);
        }
        catch (Exception broken) when (broken is ArgumentException or InvalidOperationException or OverflowException or FormatException)
        {
            // The parser has no one error for text that it does not expect.
            return Refuse(problems, 1, "", $"not valid YAML: {broken.Message}");
        }

        if (stream.Documents.Count != 1)
        {
            return Refuse(problems, 1, "", $"expected one document, found {stream.Documents.Count}");
        }

        if (stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            return Refuse(problems, 1, "", "expected a mapping with the key strategies");
        }

        var lines = new Dictionary<string, long>(StringComparer.Ordinal);
        var strategies = ReadRoot(new MappingReader(root, "", problems), lines, problems);
        return problems.Found.Count == 0
            ? new CatalogueResult(new StrategyCatalogue(strategies), []) { Lines = lines }
            : new CatalogueResult(null, problems.Found);
    }

    private static List<StrategyDefinition> ReadRoot(MappingReader root, Dictionary<string, long> lines, CatalogueProblems problems)
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

    private static CatalogueResult Refuse(CatalogueProblems problems, long line, string field, string reason, long column = 0)
    {
        problems.Add(line, field, reason, column);
        return new CatalogueResult(null, problems.Found);
    }
}
