using System.Globalization;
using System.Text;
using Torghut.Testing.Otlp;

namespace Torghut.Pipeline.Tests.Support;

/// <summary>A trace as people read it: one line a span, children indented, with milliseconds since the first.</summary>
internal static class TraceText
{
    public static string Of(IReadOnlyList<CollectedSpan> trace, IReadOnlyCollection<CollectedSpan> all)
    {
        var text = new StringBuilder();
        foreach (var root in trace.Where(span => span.ParentId.Length == 0))
        {
            Add(text, root, 0, root.Start, trace, all);
        }

        return text.ToString();
    }

    private static void Add(
        StringBuilder text, CollectedSpan span, int depth, ulong origin, IReadOnlyList<CollectedSpan> trace, IReadOnlyCollection<CollectedSpan> all)
    {
        var attributes = string.Join(' ', span.Attributes.Select(pair => $"{pair.Key}={pair.Value}"));
        var times = string.Create(CultureInfo.InvariantCulture, $"+{Ms(span.Start, origin):0.0} {Ms(span.End, span.Start):0.0} ms");
        text.Append(' ', depth * 2).AppendLine(CultureInfo.InvariantCulture, $"{span.Name} {times}  {attributes}");
        foreach (var linked in all.Where(other => span.Links.Contains((other.TraceId, other.SpanId))))
        {
            text.Append(' ', (depth * 2) + 2).AppendLine(CultureInfo.InvariantCulture, $"link: {linked.Service} '{linked.Name}'");
        }

        foreach (var child in trace.Where(other => other.ParentId == span.SpanId))
        {
            Add(text, child, depth + 1, origin, trace, all);
        }
    }

    private static double Ms(ulong later, ulong earlier) => ((double)later - earlier) / 1e6;
}
