using Prometheus;
using Torghut.Common.Metrics;
using Torghut.Trading.Lean;

namespace Torghut.Trading.LeanRunner;

/// <summary>Metrics of the runner. Labels come from closed sets.</summary>
internal sealed class LeanRunnerMetrics
{
    private const string Submit = "submit";
    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    private static readonly string[] Operations = ["cancel_all", "cancel", "find_by_client_order_id", "find", "list"];
    private static readonly string[] OperationOutcomes = ["answered", "unreachable", "refused"];
    private static readonly string[] SubmitOutcomes =
        ["accepted", "replayed", "refused", "not_accepted", "unknown", "duplicate", LeanContract.BadRequest, LeanContract.IdReused];

    private readonly Counter _requests;
    private readonly Histogram _duration;

    public LeanRunnerMetrics(CollectorRegistry registry)
    {
        var metrics = ServiceMetricFactory.Create(registry);
        _requests = metrics.CreateCounter("torghut_lean_runner_requests_total", "Requests by operation and outcome.", "operation", "outcome");
        _duration = metrics.CreateLatency("torghut_lean_runner_request_seconds", "Duration of a request to the broker.", Seconds, "operation");
        ShowZeros();
    }

    public void Answered(string operation, string outcome, TimeSpan elapsed)
    {
        _requests.WithLabels(operation, outcome).Inc();
        _duration.WithLabels(operation).Observe(elapsed.TotalSeconds);
    }

    /// <summary>A counter that first appears with its first event has no rate of that event.</summary>
    private void ShowZeros()
    {
        _duration.WithLabels(Submit);
        foreach (var outcome in SubmitOutcomes)
        {
            _requests.WithLabels(Submit, outcome);
        }

        foreach (var operation in Operations)
        {
            _duration.WithLabels(operation);
            foreach (var outcome in OperationOutcomes)
            {
                _requests.WithLabels(operation, outcome);
            }
        }
    }
}
