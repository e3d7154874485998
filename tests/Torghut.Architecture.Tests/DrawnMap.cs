using System.Text.RegularExpressions;

namespace Torghut.Architecture.Tests;

/// <summary>
/// A map as a page draws it, in mermaid: a <c>subgraph</c> is a layer, the topmost first; <c>A --&gt; B &amp; C</c> says that A uses B and C. Of the layer
/// called <c>ground</c> everyone may make use, and the composition root may know all: arrows to the one and from the other are left out of the drawing.
/// </summary>
internal sealed partial class DrawnMap
{
    public const string Ground = "ground";
    public const string CompositionRoot = "Hosting";

    private readonly Dictionary<string, int> _layers = new(StringComparer.Ordinal);

    private DrawnMap(string mermaid)
    {
        var edges = new List<(string From, string To)>();
        var ground = new List<string>();
        var layer = -1;
        string? open = null;
        foreach (var line in mermaid.Split('\n').Select(line => line.Trim()))
        {
            if (Layer().Match(line) is { Success: true } begun)
            {
                open = begun.Groups[1].Value;
                layer++;
            }
            else if (line == "end")
            {
                open = null;
            }
            else if (Arrow().Match(line) is { Success: true } arrow)
            {
                edges.AddRange(
                    from source in Names(arrow.Groups[1].Value)
                    from target in Names(arrow.Groups[2].Value)
                    select (source, target));
            }
            else if (open is not null && Node().Match(line) is { Success: true } node)
            {
                _layers.Add(node.Groups[1].Value, layer);
                if (open == Ground)
                {
                    ground.Add(node.Groups[1].Value);
                }
            }
        }

        Edges = edges;
        GroundFolders = ground;
    }

    public IReadOnlyList<(string From, string To)> Edges { get; }

    public IEnumerable<string> Folders => _layers.Keys;

    /// <summary>Folders that everyone may use.</summary>
    public IReadOnlyList<string> GroundFolders { get; }

    /// <summary>Reads the drawing behind <c>&lt;!-- map of FOLDER --&gt;</c>; null when the page has none.</summary>
    public static DrawnMap? Read(string page, string service) =>
        Regex.Match(page, $@"<!-- map of {Regex.Escape(service)} -->\s*```mermaid\n(.*?)```", RegexOptions.Singleline) is { Success: true } found
            ? new DrawnMap(found.Groups[1].Value)
            : null;

    /// <summary>Whether the drawing leaves the edge out, because it is understood.</summary>
    public bool IsUnderstood((string From, string To) edge) =>
        edge.From is CompositionRoot or FolderMap.Root || (GroundFolders.Contains(edge.To) && !GroundFolders.Contains(edge.From));

    /// <summary>Whether the edge leads to a folder above its own.</summary>
    public bool PointsUp((string From, string To) edge) =>
        _layers.TryGetValue(edge.From, out var from) && _layers.TryGetValue(edge.To, out var to) && to < from;

    private static string[] Names(string list) => list.Split('&', StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"^subgraph (\w+)")]
    private static partial Regex Layer();

    [GeneratedRegex(@"^([\w& ]+?)\s*-->\s*([\w& ]+)$")]
    private static partial Regex Arrow();

    [GeneratedRegex(@"^(\w+)$")]
    private static partial Regex Node();
}
