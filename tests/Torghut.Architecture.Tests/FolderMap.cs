using System.Text.RegularExpressions;

namespace Torghut.Architecture.Tests;

/// <summary>
/// Which feature folder of a service uses which: what the sources say by <c>using</c>, by a qualified name, by a <c>cref</c>, or by naming a type of the root
/// namespace, which needs neither. A folder is the first part of a file's path and of its namespace; subfolders belong to it.
/// </summary>
internal sealed partial class FolderMap
{
    /// <summary>Files beside the project: <c>Program.cs</c> and whatever else has no folder.</summary>
    public const string Root = "(root)";

    private readonly SortedDictionary<(string From, string To), SortedSet<string>> _edges = [];

    private readonly ILookup<string, string> _rootTypes;

    private FolderMap(IReadOnlyList<Source> sources, string rootNamespace)
    {
        Folders = [.. sources.Select(source => source.Folder).Distinct().Order(StringComparer.Ordinal)];
        var types = sources.SelectMany(source => TopLevelType().Matches(source.Code).Select(match => (source.Folder, Name: match.Groups[1].Value))).ToHashSet();
        _rootTypes = types.Where(type => IsRoot(type.Folder)).ToLookup(type => type.Name, type => type.Folder);
        foreach (var source in sources)
        {
            foreach (var used in UsedBy(source, rootNamespace, types).Where(used => used != source.Folder))
            {
                if (!_edges.TryGetValue((source.Folder, used), out var files))
                {
                    _edges.Add((source.Folder, used), files = new SortedSet<string>(StringComparer.Ordinal));
                }

                files.Add(source.Path);
            }
        }
    }

    public IReadOnlyList<string> Folders { get; }

    /// <summary>Folder uses folder.</summary>
    public IEnumerable<(string From, string To)> Edges => _edges.Keys;

    /// <summary>Files that an edge comes from.</summary>
    public IEnumerable<string> FilesOf((string From, string To) edge) => _edges[edge];

    /// <summary>The map of a service.</summary>
    /// <param name="service">Its folder, below the root of the repository.</param>
    /// <exception cref="InvalidOperationException">The service imports a namespace for all of its files, which no file shows.</exception>
    public static FolderMap OfService(string service)
    {
        var project = WorkTree.Files(service, "*.csproj").Single();
        if (GlobalImport().IsMatch(File.ReadAllText(project)))
        {
            throw new InvalidOperationException($"{WorkTree.Relative(project)} imports a namespace of its own for every file.");
        }

        var home = Path.GetDirectoryName(project)!;
        var sources = WorkTree.Files(service, "*.cs").Select(path => (Path.GetRelativePath(home, path).Replace('\\', '/'), File.ReadAllText(path)));
        return Of(sources, Path.GetFileNameWithoutExtension(project));
    }

    /// <param name="sources">Paths below the service's folder, and their text.</param>
    /// <param name="rootNamespace">Namespace of a file without a folder.</param>
    /// <param name="rootFilesApart">
    /// Whether each file without a folder stands for itself. They are the face of a library, its options beside its server: the one is used by every folder
    /// and the other uses them.
    /// </param>
    public static FolderMap Of(IEnumerable<(string Path, string Text)> sources, string rootNamespace, bool rootFilesApart = false) => new(
        [.. sources.Select(source => new Source(source.Path, FolderOf(source.Path, rootFilesApart), Strip(source.Text)))],
        rootNamespace);

    /// <summary>A way from a folder back to itself, as <c>A → B → A</c>; null when there is none.</summary>
    public static string? CycleIn(IEnumerable<(string From, string To)> edges)
    {
        var next = edges.ToLookup(edge => edge.From, edge => edge.To, StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        return next.Select(group => Walk(group.Key, [])).FirstOrDefault(cycle => cycle is not null);

        string? Walk(string folder, List<string> path)
        {
            if (path.IndexOf(folder) is >= 0 and var start)
            {
                return string.Join(" → ", path.Skip(start).Append(folder));
            }

            if (done.Contains(folder))
            {
                return null;
            }

            path.Add(folder);
            var cycle = next[folder].Select(used => Walk(used, path)).FirstOrDefault(found => found is not null);
            path.RemoveAt(path.Count - 1);
            done.Add(folder);
            return cycle;
        }
    }

    private static string FolderOf(string path, bool rootFilesApart) =>
        path.Contains('/', StringComparison.Ordinal) ? path.Split('/')[0] : rootFilesApart ? path : Root;

    private static bool IsRoot(string folder) => folder == Root || folder.EndsWith(".cs", StringComparison.Ordinal);

    private IEnumerable<string> UsedBy(Source source, string rootNamespace, HashSet<(string Folder, string Name)> types)
    {
        foreach (Match match in QualifiedName().Matches(source.Code))
        {
            var parts = match.Value.Split('.', StringSplitOptions.TrimEntries);
            if (string.Join('.', parts).StartsWith(rootNamespace + ".", StringComparison.Ordinal))
            {
                var first = parts[rootNamespace.Split('.').Length];
                if (Folders.Contains(first))
                {
                    yield return first;
                }
            }
            else if (parts.Length > 1 && types.Contains((parts[0], parts[1])))
            {
                // A sibling namespace may be named from where both begin to differ.
                yield return parts[0];
            }

            foreach (var root in _rootTypes[parts[0]])
            {
                yield return root;
            }
        }
    }

    /// <summary>Code without text and remarks; of documentation only what it refers to is left.</summary>
    private static string Strip(string text)
    {
        var lines = text.Split('\n').Select(line => line.TrimStart().StartsWith("///", StringComparison.Ordinal)
            ? string.Join(' ', Reference().Matches(line).Select(match => " " + match.Groups[1].Value + " "))
            : Remark().Replace(Text().Replace(line, "\"\""), ""));
        return RawText().Replace(string.Join('\n', lines), "\"\"");
    }

    [GeneratedRegex("cref=\"(?:[A-Z]:)?([^\"]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex("(?<!\")\"(?:\\\\.|[^\"\\\\{])*\"(?!\")")]
    private static partial Regex Text();

    [GeneratedRegex("(?<!:)//.*$")]
    private static partial Regex Remark();

    [GeneratedRegex("\"\"\"[^\"]*?\"\"\"", RegexOptions.Singleline)]
    private static partial Regex RawText();

    [GeneratedRegex(@"(?<![\w.])(?:[A-Za-z_]\w*)(?:\s*\.\s*[A-Za-z_]\w*)*")]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"^(?:[a-z]+\s+)*(?:record|class|struct|interface|enum)\s+([A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex("<Using\\s+Include=\"Torghut\\.")]
    private static partial Regex GlobalImport();

    private sealed record Source(string Path, string Folder, string Code);
}
