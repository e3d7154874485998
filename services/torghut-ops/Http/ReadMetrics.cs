using Prometheus;
using Torghut.Common.Metrics;

namespace Torghut.Ops.Http;

/// <summary>Answers of the routes that read stores.</summary>
internal sealed class ReadMetrics
{
    public const string Ok = "ok";
    public const string BadQuery = "bad_query";
    public const string StoreAway = "store_away";

    private static readonly double[] Buckets = [0.005, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10];

    private readonly Counter _answers;
    private readonly Histogram _durations;

    public ReadMetrics(CollectorRegistry registry)
    {
        var metrics = ServiceMetricFactory.Create(registry);
        _answers = metrics.CreateCounter("torghut_ops_reads_total", "Answers of the routes that read stores, by outcome.", "route", "outcome");
        _durations = metrics.CreateLatency("torghut_ops_read_duration_seconds", "How long those answers took to find.", Buckets, "route");
    }

    /// <param name="route">The pattern, never the path.</param>
    public void Answered(string route, string outcome, TimeSpan duration)
    {
        _answers.WithLabels(route, outcome).Inc();
        _durations.WithLabels(route).Observe(duration.TotalSeconds);
    }
}
