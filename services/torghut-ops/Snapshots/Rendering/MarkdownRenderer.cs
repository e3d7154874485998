using System.Globalization;
using System.Text;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Rendering;

internal static class MarkdownRenderer
{
    public static string Render(SystemSnapshot snapshot)
    {
        var text = new StringBuilder();
        var culture = CultureInfo.InvariantCulture;
        text.AppendLine(culture, $"# Torghut snapshot: {snapshot.Verdict.ToString().ToUpperInvariant()}").AppendLine();
        text.AppendLine(culture, $"{snapshot.Headline}").AppendLine();
        var metadata = snapshot.Metadata;
        text.AppendLine(culture, $"- captured: {FactText.Time(metadata.CaptureStarted)} to {FactText.Time(metadata.CaptureEnded)}");
        text.AppendLine(culture, $"- by: {metadata.Operator}, probes version {metadata.BundleVersion}, context {metadata.ClusterContext}");
        text.AppendLine(culture, $"- confidence: {snapshot.Confidence}").AppendLine();

        text.AppendLine("## Interpretations").AppendLine();
        if (snapshot.Interpretations.Count == 0)
        {
            text.AppendLine("None.");
        }

        foreach (var item in snapshot.Interpretations)
        {
            var facts = string.Join(", ", item.RestsOn.Select(id => $"`{id}`"));
            text.AppendLine(culture, $"- {item.Severity.ToString().ToUpperInvariant()} `{item.Rule}` {item.Text} Rests on: {facts}");
        }

        text.AppendLine().AppendLine("## Next actions").AppendLine();
        if (snapshot.NextActions.Count == 0)
        {
            text.AppendLine("None.");
        }

        foreach (var action in snapshot.NextActions)
        {
            text.AppendLine(culture, $"- {action.Owner}: {action.Action} ({action.Runbook})");
        }

        foreach (var plane in snapshot.Facts.GroupBy(f => f.Plane))
        {
            text.AppendLine().AppendLine(culture, $"## Facts: {FactText.Title(plane.Key)}").AppendLine();
            text.AppendLine("| fact | ok | value | observed at | ms | command |").AppendLine("| --- | --- | --- | --- | ---: | --- |");
            foreach (var fact in plane)
            {
                text.AppendLine(culture,
                    $"| {fact.Id} | {(fact.Ok ? "yes" : "NO")} | {Cell(FactText.Value(fact))} | {FactText.Time(fact.ObservedAt)} | {fact.DurationMs} | `{Cell(fact.Command)}` |");
            }
        }

        return text.ToString();
    }

    private static string Cell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace("`", "'", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
