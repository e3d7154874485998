using System.Diagnostics;
using Prometheus;

namespace Torghut.Common.Metrics;

/// <summary>Makes a service's metrics on the registry of its host.</summary>
public static class ServiceMetricFactory
{
    private static readonly ExemplarBehavior TraceContext = new()
    {
        DefaultExemplarProvider = static (_, _) => Activity.Current is { Recorded: true } ? Exemplar.FromTraceContext() : Exemplar.None,
    };

    /// <summary>Metrics without exemplars: by default the library would look for an activity at every increment of a counter.</summary>
    public static MetricFactory Create(CollectorRegistry registry)
    {
        var metrics = Prometheus.Metrics.WithCustomRegistry(registry);
        metrics.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        return metrics;
    }

    /// <summary>A histogram of seconds; what is measured within a sampled activity carries the activity's trace and span as an exemplar.</summary>
    /// <param name="metrics">From <see cref="Create"/>.</param>
    /// <param name="name">Full name, ending in <c>_seconds</c>.</param>
    /// <param name="help">What is measured, from when to when.</param>
    /// <param name="buckets">Upper bounds in seconds, ascending.</param>
    /// <param name="labelNames">Names of labels whose values come from a closed set.</param>
    public static Histogram CreateLatency(this MetricFactory metrics, string name, string help, double[] buckets, params string[] labelNames) =>
        metrics.CreateHistogram(name, help, labelNames, new HistogramConfiguration { Buckets = buckets, ExemplarBehavior = TraceContext });
}
