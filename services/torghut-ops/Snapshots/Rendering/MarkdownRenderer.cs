using System.Globalization;
using System.Text;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Rendering;

internal static class MarkdownRenderer
{
    public static string Render(SystemSnapshot snapshot)
    {
        var text = new StringBuilder();
        Line(text, $"# Torghut snapshot: {snapshot.Verdict.ToString().ToUpperInvariant()}\n\n{Inline(snapshot.Headline)}\n");
        var metadata = snapshot.Metadata;
        Line(text, $"- captured: {FactText.Time(metadata.CaptureStarted)} to {FactText.Time(metadata.CaptureEnded)}");
        Line(text, $"- by: {Inline(metadata.Operator)}, probes version {Inline(metadata.BundleVersion)}, context {Inline(metadata.ClusterContext)}");
        Line(text, $"- confidence: {Inline(snapshot.Confidence)}");
        Line(text, $"- evidence: {FactText.Words(snapshot.Coverage)}\n");
        Line(text, $"```mermaid\n{MermaidDiagram.Render(snapshot)}```\n");
        Cause(text, snapshot.TopCause);
        Interpretations(text, snapshot.Interpretations);
        Actions(text, snapshot.NextActions);
        foreach (var plane in PlaneState.Of(snapshot))
        {
            Facts(text, plane);
        }

        return text.ToString();
    }

    private static void Cause(StringBuilder text, TopCause? cause)
    {
        if (cause is null)
        {
            return;
        }

        Line(text, $"## Top cause (interpretation)\n\n{cause.Severity.ToString().ToUpperInvariant()} `{Cell(cause.Rule)}` in the {FactText.Title(cause.Plane).ToLowerInvariant()}: {Inline(cause.Text)}\n");
        if (cause.Explains.Count > 0)
        {
            Line(text, $"Explained by it:\n");
            foreach (var effect in cause.Explains)
            {
                Line(text, $"- {Inline(effect)}");
            }

            Line(text, $"");
        }
    }

    private static void Interpretations(StringBuilder text, IReadOnlyList<Interpretation> interpretations)
    {
        Line(text, $"## Interpretations\n");
        foreach (var item in interpretations)
        {
            var facts = string.Join(", ", item.RestsOn.Select(id => $"`{Cell(id)}`"));
            var root = item.ExplainedBy is { } cause ? $" Explained by: {Inline(cause)}." : "";
            Line(text, $"- {item.Severity.ToString().ToUpperInvariant()} `{Cell(item.Rule)}` {Inline(item.Text)} Rests on: {facts}.{root}");
        }

        Line(text, $"{(interpretations.Count == 0 ? "None.\n" : "")}");
    }

    private static void Actions(StringBuilder text, IReadOnlyList<NextAction> actions)
    {
        Line(text, $"## Next actions\n");
        foreach (var action in actions)
        {
            Line(text, $"- {action.Owner}: {action.Action} ({action.Runbook})");
        }

        Line(text, $"{(actions.Count == 0 ? "None.\n" : "")}");
    }

    private static void Facts(StringBuilder text, PlaneState plane)
    {
        Line(text, $"## Facts: {FactText.Title(plane.Plane)}\n");
        if (plane.Facts.Count == 0)
        {
            Line(text, $"Nothing was asked.\n");
            return;
        }

        Line(text, $"| fact | outcome | value | observed at | max age s | ms | command |\n| --- | --- | --- | --- | ---: | ---: | --- |");
        foreach (var fact in plane.Facts)
        {
            Line(text,
                $"| {Cell(fact.Id)} | {FactText.Word(fact.Outcome)} | {Cell(FactText.Value(fact))} | {FactText.Time(fact.ObservedAt)} | {fact.MaxAgeS} | {fact.DurationMs} | `{Cell(fact.Command)}` |");
        }

        Line(text, $"");
    }

    /// <summary>Lines end alike on every machine, and numbers are written alike in every culture.</summary>
    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Cell(string text) =>
        Inline(text).Replace("|", "\\|", StringComparison.Ordinal).Replace("`", "'", StringComparison.Ordinal);

    /// <summary>One line, in which nothing is a tag.</summary>
    private static string Inline(string text) => text.ReplaceLineEndings(" ").Replace("<", "&lt;", StringComparison.Ordinal);
}
