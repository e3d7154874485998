using System.Globalization;
using System.Text;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Rendering;

/// <summary>What a terminal of 24 lines and 80 columns shows; the rest on demand.</summary>
internal static class TextRenderer
{
    private const int Rows = 24;
    private const int Columns = 80;
    private const int CauseRows = 3;

    public static string Render(SystemSnapshot snapshot)
    {
        var head = Head(snapshot, CauseRows);
        var rest = Others(snapshot);
        // The last row of a terminal is the prompt's.
        var room = Rows - 1 - head.Count;
        var shown = rest.Count <= room
            ? rest
            : [.. rest.Take(room - 1), string.Create(CultureInfo.InvariantCulture, $"and {rest.Count - room + 1} more: --all shows them")];
        return Join(head.Concat(shown).Select(Cut));
    }

    public static string RenderAll(SystemSnapshot snapshot)
    {
        var lines = Head(snapshot, int.MaxValue);
        lines.AddRange(Others(snapshot));
        foreach (var plane in PlaneState.Of(snapshot))
        {
            lines.Add("");
            lines.Add($"{FactText.Title(plane.Plane)}: {plane.Word}");
            lines.AddRange(plane.Facts.Select(fact => OneLine($"  {fact.Id}: {FactText.Word(fact.Outcome)} {FactText.Value(fact)}")));
            lines.AddRange(plane.Facts.Where(fact => !fact.Ok).Select(fact => OneLine($"  see for yourself: {fact.Command}")));
        }

        return Join(lines);
    }

    private static List<string> Head(SystemSnapshot snapshot, int causeRows)
    {
        var metadata = snapshot.Metadata;
        List<string> lines =
        [
            OneLine($"Torghut {snapshot.Verdict.ToString().ToUpperInvariant()} at {FactText.Time(metadata.CaptureEnded)} in {metadata.ClusterContext} by {metadata.Operator}"),
            OneLine($"Evidence: {FactText.Words(snapshot.Coverage)}"),
            OneLine($"Confidence: {snapshot.Confidence}"),
        ];
        lines.AddRange(PlaneState.Of(snapshot).Select(plane => string.Create(
            CultureInfo.InvariantCulture, $"  {FactText.Title(plane.Plane),-15}{plane.Word,-7}{plane.Facts.Count,3} facts, {plane.Failed} not answered")));
        var cause = snapshot.TopCause is { } top ? $"Cause ({top.Plane.ToString().ToLowerInvariant()} plane, {top.Rule}): {top.Text}" : snapshot.Headline;
        lines.AddRange(Wrap(OneLine($"{cause}"), causeRows));
        if (snapshot.NextActions.Count > 0)
        {
            var next = snapshot.NextActions[0];
            lines.AddRange(Wrap(OneLine($"Next ({next.Owner}): {next.Action} See {next.Runbook}"), causeRows));
        }

        return lines;
    }

    /// <summary>What follows from the top cause, then what else was found.</summary>
    private static List<string> Others(SystemSnapshot snapshot)
    {
        List<string> lines = [];
        var explained = snapshot.TopCause?.Explains ?? [];
        lines.AddRange(explained.Select(text => OneLine($"  explained by it: {text}")));
        lines.AddRange(snapshot.Interpretations.Where(i => i.Text != snapshot.TopCause?.Text && !explained.Contains(i.Text))
            .Select(i => OneLine($"  also {i.Severity.ToString().ToUpperInvariant()} {i.Rule}: {i.Text}")));
        return lines;
    }

    private static IEnumerable<string> Wrap(string text, int rows)
    {
        for (var row = 0; text.Length > 0; row++)
        {
            if (text.Length <= Columns || row == rows - 1)
            {
                yield return text;
                yield break;
            }

            var end = text.LastIndexOf(' ', Columns) is > Columns / 2 and var space ? space : Columns;
            yield return text[..end];
            text = text[end..].TrimStart();
        }
    }

    private static string Cut(string line) => line.Length <= Columns ? line : line[..(Columns - 1)] + "…";

    /// <summary>A terminal obeys control characters, and a fact may hold any.</summary>
    private static string OneLine(FormattableString text) =>
        new([.. text.ToString(CultureInfo.InvariantCulture).Select(c => char.IsControl(c) ? ' ' : c)]);

    private static string Join(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }
}
