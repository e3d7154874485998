using System.Globalization;
using System.Text;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Rendering;

/// <summary>The planes and their components as a mermaid flow chart, coloured by state.</summary>
internal static class MermaidDiagram
{
    private static readonly (string State, string Style)[] Styles =
    [
        ("GREEN", "fill:#d7f5dd,stroke:#1a7f37,color:#000"),
        ("YELLOW", "fill:#fff2c2,stroke:#9a6700,color:#000"),
        ("RED", "fill:#ffd9d6,stroke:#cf222e,color:#000"),
        ("UNSEEN", "fill:#eaeef2,stroke:#57606a,color:#000,stroke-dasharray:4"),
    ];

    public static string Render(SystemSnapshot snapshot)
    {
        var text = new StringBuilder("flowchart LR\n");
        var planes = PlaneState.Of(snapshot);
        foreach (var plane in planes)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {plane.Plane}[\"{FactText.Title(plane.Plane)}: {plane.Word}\"]:::{plane.Word}\n");
            foreach (var component in plane.Facts.GroupBy(fact => fact.Component).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                var state = StateOf(component, snapshot);
                var name = Word(component.Key);
                text.Append(CultureInfo.InvariantCulture, $"  {plane.Plane} --- {plane.Plane}_{name.Replace('-', '_')}[\"{name}: {state}\"]:::{state}\n");
            }
        }

        text.Append("  Control --> Compute --> Data --> Decision\n");
        foreach (var (state, style) in Styles)
        {
            text.Append(CultureInfo.InvariantCulture, $"  classDef {state} {style}\n");
        }

        return text.ToString();
    }

    private static string StateOf(IEnumerable<Fact> facts, SystemSnapshot snapshot)
    {
        Fact[] own = [.. facts];
        var worst = snapshot.Interpretations.Where(i => i.RestsOn.Any(id => Array.Exists(own, fact => fact.Id == id))).Select(i => i.Severity)
            .DefaultIfEmpty(Verdict.Green).Max();
        return worst == Verdict.Green && Array.TrueForAll(own, fact => !fact.Ok) ? "UNSEEN" : worst.ToString().ToUpperInvariant();
    }

    /// <summary>Names come from facts, which a file may bring along: nothing of them may end a label.</summary>
    private static string Word(string name) => new([.. name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_')]);
}
