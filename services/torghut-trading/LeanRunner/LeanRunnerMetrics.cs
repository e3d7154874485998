using System.Diagnostics.Metrics;

namespace Torghut.Trading.LeanRunner;

/// <summary>Metrics of the runner. Labels come from closed sets.</summary>
internal sealed class LeanRunnerMetrics
{
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] };

    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;

    public LeanRunnerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Torghut.LeanRunner");
        _requests = meter.CreateCounter<long>("torghut_lean_runner_requests_total", description: "Requests by operation and outcome.");
        _duration = meter.CreateHistogram("torghut_lean_runner_request_seconds", description: "Duration of a request to the broker.", advice: Seconds);
    }

    public void Answered(string operation, string outcome, TimeSpan elapsed)
    {
        _requests.Add(1, new KeyValuePair<string, object?>("operation", operation), new KeyValuePair<string, object?>("outcome", outcome));
        _duration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("operation", operation));
    }
}
