using System.Globalization;
using System.Net;
using System.Text;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Rendering;

/// <summary>A page without scripts: it can be mailed, archived and read with the keyboard or on a phone.</summary>
internal static class HtmlRenderer
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;margin:1rem auto;max-width:75rem;padding:0 1rem}table{border-collapse:collapse;width:100%}" +
        "th,td{border-bottom:1px solid #ccc;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}.scroll{overflow-x:auto}" +
        ".GREEN{background:#d7f5dd}.YELLOW{background:#fff2c2}.RED{background:#ffd9d6}.UNSEEN{background:#eaeef2}" +
        "body{color:#000;background:#fff}.verdict{padding:.5rem 1rem;border-radius:.5rem}code{font-size:.85em}";

    public static string Render(SystemSnapshot snapshot)
    {
        var verdict = snapshot.Verdict.ToString().ToUpperInvariant();
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
        page.Append(CultureInfo.InvariantCulture, $"<title>Torghut snapshot: {verdict}</title><style>{Style}</style></head><body><main>");
        page.Append(CultureInfo.InvariantCulture, $"<h1 class=\"verdict {verdict}\">{verdict}: {Text(snapshot.Headline)}</h1>");
        var metadata = snapshot.Metadata;
        page.Append(CultureInfo.InvariantCulture,
            $"<p>Captured {FactText.Time(metadata.CaptureStarted)} to {FactText.Time(metadata.CaptureEnded)} by {Text(metadata.Operator)}, ");
        page.Append(CultureInfo.InvariantCulture,
            $"probes version {Text(metadata.BundleVersion)}, context {Text(metadata.ClusterContext)}. Confidence {Text(snapshot.Confidence)}. ");
        page.Append(CultureInfo.InvariantCulture, $"Evidence: {Text(FactText.Words(snapshot.Coverage))}.</p>");
        var planes = PlaneState.Of(snapshot);
        List(page, "Planes", planes.Select(p => ((string?)p.Word, $"{FactText.Title(p.Plane)}: {p.Word}")));
        if (snapshot.TopCause is { Explains.Count: > 0 } cause)
        {
            List(page, "Explained by the top cause", cause.Explains.Select(effect => ((string?)null, effect)));
        }

        List(page, "Interpretations", snapshot.Interpretations.Select(i => ((string?)null,
            $"{i.Severity.ToString().ToUpperInvariant()} {i.Rule}: {i.Text} Rests on {string.Join(", ", i.RestsOn)}.{(i.ExplainedBy is { } root ? $" Explained by {root}." : "")}")));
        List(page, "Next actions", snapshot.NextActions.Select(a => ((string?)null, $"{a.Owner}: {a.Action} ({a.Runbook})")));
        foreach (var plane in planes)
        {
            Table(page, plane);
        }

        return page.Append("</main></body></html>\n").ToString();
    }

    private static void List(StringBuilder page, string title, IEnumerable<(string? State, string Text)> items)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{title}</h2><ul>");
        foreach (var (state, item) in items.DefaultIfEmpty((null, "None.")))
        {
            page.Append(CultureInfo.InvariantCulture, $"<li{(state is null ? "" : $" class=\"{state}\"")}>{Text(item)}</li>");
        }

        page.Append("</ul>");
    }

    private static void Table(StringBuilder page, PlaneState plane)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>Facts: {FactText.Title(plane.Plane)}</h2>");
        if (plane.Facts.Count == 0)
        {
            page.Append("<p>Nothing was asked.</p>");
            return;
        }

        page.Append("<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>");
        foreach (var head in new[] { "fact", "outcome", "value", "observed at", "max age s", "ms", "command" })
        {
            page.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{head}");
        }

        page.Append("</tr></thead><tbody>");
        foreach (var fact in plane.Facts)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Text(fact.Id)}<td>{FactText.Word(fact.Outcome)}");
            page.Append(CultureInfo.InvariantCulture, $"<td>{Text(FactText.Value(fact))}");
            page.Append(CultureInfo.InvariantCulture, $"<td>{FactText.Time(fact.ObservedAt)}<td>{fact.MaxAgeS}<td>{fact.DurationMs}");
            page.Append(CultureInfo.InvariantCulture, $"<td><code>{Text(fact.Command)}</code></tr>");
        }

        page.Append("</tbody></table></div>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
