using Prometheus;
using Torghut.Common.Metrics;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Observability;

/// <summary>Metrics of torghut-ops.</summary>
internal sealed class OpsMetrics
{
    private static readonly double[] ProbeBuckets = [0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30];
    private static readonly string[] ChangeOutcomes = ["applied", "refused", "failed", "invalid", "unauthorized"];

    private readonly Counter _snapshots;
    private readonly Counter _failures;
    private readonly Histogram _durations;
    private readonly Counter _changes;
    private readonly Gauge _symbols;

    public OpsMetrics(CollectorRegistry registry)
    {
        var metrics = ServiceMetricFactory.Create(registry);
        _snapshots = metrics.CreateCounter("torghut_ops_snapshots_total", "Snapshots taken, by verdict.", "verdict");
        _failures = metrics.CreateCounter("torghut_ops_probe_failures_total", "Probes that failed or timed out.", "component", "probe");
        _durations = metrics.CreateLatency("torghut_ops_probe_duration_seconds", "How long probes took.", ProbeBuckets, "component", "probe");
        _changes = metrics.CreateCounter("torghut_ops_symbol_changes_total", "Requests to change the symbol universe, by outcome.", "outcome");
        _symbols = metrics.CreateGauge("torghut_ops_symbols", "Enabled symbols of the universe.");
        ShowZeros();
    }

    public void SnapshotTaken(SystemSnapshot snapshot)
    {
        _snapshots.WithLabels(Word(snapshot.Verdict)).Inc();
        foreach (var fact in snapshot.Facts)
        {
            _durations.WithLabels(fact.Component, fact.Probe).Observe(fact.DurationMs / 1000.0);
            _failures.WithLabels(fact.Component, fact.Probe).Inc(fact.Ok ? 0 : 1);
        }
    }

    public void SymbolChange(string outcome) => _changes.WithLabels(outcome).Inc();

    public void Symbols(int enabled) => _symbols.Set(enabled);

    private static string Word(Verdict verdict) => verdict.ToString().ToUpperInvariant();

    /// <summary>A counter that first appears with its first event has no rate of that event.</summary>
    private void ShowZeros()
    {
        foreach (var verdict in Enum.GetValues<Verdict>())
        {
            _snapshots.WithLabels(Word(verdict));
        }

        foreach (var outcome in ChangeOutcomes)
        {
            _changes.WithLabels(outcome);
        }
    }
}
