using System.Globalization;

namespace Torghut.Sandbox.Pipeline;

/// <summary>One scrape of a service's <c>/metrics</c>.</summary>
internal sealed class MetricsPage
{
    private readonly List<(string Name, string Labels, double Value)> _samples = [];

    public static MetricsPage Parse(string text)
    {
        var page = new MetricsPage();
        foreach (var line in text.Split('\n'))
        {
            var space = line.LastIndexOf(' ');
            if (line.Length == 0 || line[0] == '#' || space < 0)
            {
                continue;
            }

            var brace = line.IndexOf('{', StringComparison.Ordinal);
            var name = brace < 0 ? line[..space] : line[..brace];
            var labels = brace < 0 ? "" : line[brace..space];
            if (double.TryParse(line[(space + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            {
                page._samples.Add((name, labels, value));
            }
        }

        return page;
    }

    /// <summary>The sum over all series of a name whose labels contain the given text; 0 when there is none.</summary>
    public double Sum(string name, string labels = "") =>
        _samples.Where(sample => sample.Name == name && sample.Labels.Contains(labels, StringComparison.Ordinal)).Sum(sample => sample.Value);

    /// <summary>The values of a name by one of its labels.</summary>
    public IReadOnlyDictionary<string, double> By(string label, string name) => _samples
        .Where(sample => sample.Name == name)
        .GroupBy(sample => LabelOf(sample.Labels, label))
        .ToDictionary(group => group.Key, group => group.Sum(sample => sample.Value));

    /// <summary>A quantile of a histogram in the unit of its bounds: the upper bound of the bucket that holds it; null without measurements.</summary>
    public double? Quantile(string name, double quantile, string labels = "")
    {
        var buckets = _samples
            .Where(sample => sample.Name == name + "_bucket" && sample.Labels.Contains(labels, StringComparison.Ordinal))
            .GroupBy(sample => BoundOf(sample.Labels))
            .Select(group => (Bound: group.Key, Count: group.Sum(sample => sample.Value)))
            .OrderBy(bucket => bucket.Bound)
            .ToList();
        var total = buckets.Count == 0 ? 0 : buckets[^1].Count;
        return total == 0 ? null : buckets.First(bucket => bucket.Count >= quantile * total).Bound;
    }

    private static string LabelOf(string labels, string label)
    {
        var key = label + "=\"";
        var start = labels.IndexOf(key, StringComparison.Ordinal) + key.Length;
        return labels[start..labels.IndexOf('"', start)];
    }

    private static double BoundOf(string labels)
    {
        var text = LabelOf(labels, "le");
        return text == "+Inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);
    }
}
