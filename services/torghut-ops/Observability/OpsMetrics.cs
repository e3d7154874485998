using System.Diagnostics.Metrics;
using Torghut.Ops.Snapshots.Model;

namespace Torghut.Ops.Observability;

/// <summary>Instruments of torghut-ops.</summary>
internal sealed class OpsMetrics
{
    private static readonly double[] ProbeBuckets = [0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30];
    private readonly Counter<long> _snapshots;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _durations;
    private readonly Counter<long> _changes;
    private long _symbols;

    public OpsMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Torghut.Ops");
        _snapshots = meter.CreateCounter<long>("torghut_ops_snapshots_total", description: "Snapshots taken, by verdict.");
        _failures = meter.CreateCounter<long>("torghut_ops_probe_failures_total", description: "Probes that failed or timed out.");
        _durations = meter.CreateHistogram(
            "torghut_ops_probe_duration_seconds", description: "How long probes took.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = ProbeBuckets });
        _changes = meter.CreateCounter<long>("torghut_ops_symbol_changes_total", description: "Requests to change the symbol universe, by outcome.");
        meter.CreateObservableGauge("torghut_ops_symbols", () => Volatile.Read(ref _symbols), description: "Enabled symbols of the universe.");
    }

    public void SnapshotTaken(SystemSnapshot snapshot)
    {
        _snapshots.Add(1, new KeyValuePair<string, object?>("verdict", snapshot.Verdict.ToString().ToUpperInvariant()));
        foreach (var fact in snapshot.Facts)
        {
            var component = new KeyValuePair<string, object?>("component", fact.Component);
            var probe = new KeyValuePair<string, object?>("probe", fact.Probe);
            _durations.Record(fact.DurationMs / 1000.0, component, probe);
            if (!fact.Ok)
                _failures.Add(1, component, probe);
        }
    }

    public void SymbolChange(string outcome) => _changes.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Symbols(int enabled) => Volatile.Write(ref _symbols, enabled);
}
