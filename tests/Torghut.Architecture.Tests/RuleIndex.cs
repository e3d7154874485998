using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Torghut.Architecture.Tests;

/// <summary>
/// The tables of a page that say which file decides a rule. A table's head is <c>| rule | in `FOLDER` |</c>; in the second column of a row stand paths below
/// that folder, each followed by the members that decide, all in backticks. A path that begins with a folder of the root is one from there.
/// </summary>
internal sealed partial class RuleIndex
{
    private static readonly string[] RootFolders =
        ["services/", "libs/", "tests/", "charts/", "argocd/", ".github/", "build/", "docs/", "BannedSymbols.txt", "Directory.Build.props"];

    private RuleIndex(IReadOnlyList<RuleRow> rows) => Rows = rows;

    public IReadOnlyList<RuleRow> Rows { get; }

    public static RuleIndex Read(string page)
    {
        var rows = new List<RuleRow>();
        string? folder = null;
        foreach (var line in page.Split('\n'))
        {
            folder = line.StartsWith('|') ? Head().Match(line) is { Success: true } head ? head.Groups[1].Value : folder : null;
            if (folder is not null && !Head().IsMatch(line) && !line.StartsWith("|---", StringComparison.Ordinal))
            {
                rows.Add(Row(folder, line));
            }
        }

        return new RuleIndex(rows);
    }

    /// <summary>What is wrong with the rows, in words; empty when each names files that are there and members that they declare.</summary>
    /// <param name="textOf">Text of a file by its path below the root; null when there is none.</param>
    public IEnumerable<string> Faults(Func<string, string?> textOf) =>
        from row in Rows
        from fault in row.Deciders.Count == 0 ? ["names no file"] : row.Deciders.SelectMany(decider => Faults(decider, textOf))
        select $"{row.Rule}: {fault}";

    private static IEnumerable<string> Faults(Decider decider, Func<string, string?> textOf)
    {
        if (textOf(decider.File) is not { } text)
        {
            return [$"{decider.File} is not there"];
        }

        var isCode = decider.File.EndsWith(".cs", StringComparison.Ordinal);
        if (isCode && decider.Members.Count == 0)
        {
            return [$"{decider.File} is named without a member"];
        }

        var declared = isCode ? Declared(text) : Word().Matches(text).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        return decider.Members.Where(member => !declared.Contains(member)).Select(member => $"{decider.File} declares no {member}");
    }

    private static RuleRow Row(string folder, string line)
    {
        var cells = line.Split('|', StringSplitOptions.TrimEntries);
        var deciders = new List<Decider>();
        foreach (var token in Token().Matches(cells[^2]).Select(match => match.Groups[1].Value))
        {
            if (IsFile(token))
            {
                deciders.Add(new Decider(IsFromRoot(token) ? token : $"{folder}/{token}", []));
            }
            else
            {
                // A member without a file before it belongs to a file that cannot exist.
                var last = deciders.Count > 0 ? deciders[^1] : new Decider($"{folder}/{token}", []);
                deciders = [.. deciders.SkipLast(1), last with { Members = [.. last.Members, token] }];
            }
        }

        return new RuleRow(cells[1], deciders);
    }

    /// <summary>A script of build/ and a Dockerfile have no ending.</summary>
    private static bool IsFile(string token) => token.Contains('.', StringComparison.Ordinal) || IsFromRoot(token);

    private static bool IsFromRoot(string token) => RootFolders.Any(root => token.StartsWith(root, StringComparison.Ordinal));

    /// <summary>Types, their members and the parameters of their primary constructors.</summary>
    private static HashSet<string> Declared(string code) =>
    [
        .. CSharpSyntaxTree.ParseText(code).GetRoot().DescendantNodes().Select(node => node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.Text,
            DelegateDeclarationSyntax type => type.Identifier.Text,
            MethodDeclarationSyntax method => method.Identifier.Text,
            PropertyDeclarationSyntax property => property.Identifier.Text,
            EnumMemberDeclarationSyntax member => member.Identifier.Text,
            VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } field => field.Identifier.Text,
            ParameterSyntax { Parent.Parent: TypeDeclarationSyntax } parameter => parameter.Identifier.Text,
            _ => null,
        }).OfType<string>(),
    ];

    [GeneratedRegex(@"^\| rule \| in `([^`]+)` \|$")]
    private static partial Regex Head();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Token();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    /// <param name="Rule">As the page words it.</param>
    internal sealed record RuleRow(string Rule, IReadOnlyList<Decider> Deciders);

    /// <param name="File">Path below the root.</param>
    /// <param name="Members">Members of it that decide.</param>
    internal sealed record Decider(string File, IReadOnlyList<string> Members);
}
