using System.Globalization;
using System.Text;

namespace Torghut.Common.Metrics;

/// <summary>Writes metric families in the Prometheus text exposition format 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Render(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder(16 * 1024);
        foreach (var family in families.OrderBy(family => family.Name, StringComparer.Ordinal))
        {
            if (family.Series.Count > 0)
            {
                Render(text, family);
            }
        }

        return text.ToString();
    }

    private static void Render(StringBuilder text, MetricFamily family)
    {
        text.Append("# HELP ").Append(family.Name).Append(' ').Append(EscapeHelp(family.Help)).Append('\n');
        text.Append("# TYPE ").Append(family.Name).Append(' ').Append(TypeName(family.Kind)).Append('\n');
        foreach (var series in family.Series)
        {
            if (family.Kind == MetricKind.Histogram)
            {
                RenderHistogram(text, family, series);
            }
            else
            {
                Line(text, family.Name, series.Tags, null, series.Value);
            }
        }
    }

    private static void RenderHistogram(StringBuilder text, MetricFamily family, MetricSeries series)
    {
        // The total is read first: a measurement that lands between the reads then shows as missing from the buckets' tail, never as a bucket above the total.
        var total = series.Count;
        long cumulative = 0;
        for (var i = 0; i < family.Bounds.Length; i++)
        {
            cumulative = Math.Min(cumulative + series.Bucket(i), total);
            Line(text, family.Name + "_bucket", series.Tags, Number(family.Bounds[i]), cumulative);
        }

        Line(text, family.Name + "_bucket", series.Tags, "+Inf", total);
        Line(text, family.Name + "_sum", series.Tags, null, series.Value);
        Line(text, family.Name + "_count", series.Tags, null, total);
    }

    private static void Line(StringBuilder text, string name, KeyValuePair<string, object?>[] tags, string? bound, double value)
    {
        text.Append(name);
        if (tags.Length > 0 || bound is not null)
        {
            text.Append('{');
            var first = true;
            foreach (var (key, label) in tags)
            {
                Label(text, ref first, PrometheusName.Sanitise(key), Convert.ToString(label, CultureInfo.InvariantCulture) ?? "");
            }

            if (bound is not null)
            {
                Label(text, ref first, "le", bound);
            }

            text.Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static void Label(StringBuilder text, ref bool first, string key, string value)
    {
        if (!first)
        {
            text.Append(',');
        }

        first = false;
        text.Append(key).Append("=\"").Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
    }

    private static string EscapeHelp(string help) => help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ when double.IsNaN(value) => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string TypeName(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };
}
