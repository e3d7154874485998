namespace Torghut.Sandbox.Pipeline;

/// <summary>What was measured of one latency, in milliseconds; null quantiles when nothing was.</summary>
internal sealed record LatencySummary(string Name, long Count, double? P50, double? P99)
{
    public static LatencySummary Of(string name, IReadOnlyList<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToList();
        return new LatencySummary(name, sorted.Count, At(0.5), At(0.99));

        double? At(double quantile) => sorted.Count == 0 ? null : sorted[(int)Math.Ceiling(quantile * sorted.Count) - 1];
    }

    public static LatencySummary Of(string name, MetricsPage page, string histogram, string labels = "") => new(
        name, (long)page.Sum(histogram + "_count", labels), page.Quantile(histogram, 0.5, labels) * 1_000, page.Quantile(histogram, 0.99, labels) * 1_000);
}
