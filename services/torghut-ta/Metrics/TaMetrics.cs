using System.Diagnostics.Metrics;

namespace Torghut.Ta.Metrics;

/// <summary>Every instrument of the service, under its Prometheus name.</summary>
internal sealed class TaMetrics
{
    public const string MeterName = "Torghut.Ta";
    private const string Prefix = "torghut_ta_";
    private static readonly double[] CommitBuckets = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];
    private static readonly double[] LatencyBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2, 2.5, 3, 4, 5, 7.5, 10, 30, 60, 300];

    private readonly Counter<long> _events;
    private readonly Counter<long> _decodeErrors;
    private readonly Counter<long> _sinkRows;
    private readonly Counter<long> _sinkErrors;
    private readonly Gauge<long> _sinkLag;

    public TaMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _events = meter.CreateCounter<long>(Prefix + "events_total", null, "Input records applied.");
        Microbars = meter.CreateCounter<long>(Prefix + "microbars_total", null, "Microbars sent.");
        Signals = meter.CreateCounter<long>(Prefix + "signals_total", null, "Signals sent.");
        Revisions = meter.CreateCounter<long>(Prefix + "revisions_total", null, "Records sent again because events came after idleness had sent them early.");
        LateEvents = meter.CreateCounter<long>(Prefix + "late_events_total", null, "Events kept out because their window was closed.");
        DuplicateEvents = meter.CreateCounter<long>(Prefix + "duplicate_events_total", null, "Events kept out because they had been applied.");
        UnknownConditions = meter.CreateCounter<long>(Prefix + "unknown_conditions_total", null, "Sale-condition codes that the table does not have.");
        IneligibleVolume = meter.CreateCounter<double>(Prefix + "ineligible_volume_total", null, "Shares of seconds without a price that may make a bar.");
        _decodeErrors = meter.CreateCounter<long>(Prefix + "decode_errors_total", null, "Records that went to the dead-letter topic.");
        WatermarkLag = meter.CreateGauge<double>(Prefix + "watermark_lag_seconds", "s", "Largest event time seen less the smallest watermark.");
        EventToSignal = meter.CreateHistogram<double>(
            Prefix + "event_to_signal_seconds", "s", "From the forwarder's receipt of a signal's newest input to its commit.", advice: new() { HistogramBucketBoundaries = LatencyBuckets });
        CommitDuration = meter.CreateHistogram<double>(
            Prefix + "commit_duration_seconds", "s", "Time of one commit.", advice: new() { HistogramBucketBoundaries = CommitBuckets });
        LastCommit = meter.CreateGauge<double>(Prefix + "last_commit_timestamp_seconds", "s", "When a commit last succeeded, Unix time.");
        CommitFailures = meter.CreateCounter<long>(Prefix + "commit_failures_total", null, "Commits that failed.");
        Rebalances = meter.CreateCounter<long>(Prefix + "rebalances_total", null, "Assignments of partitions received.");
        StateSymbols = meter.CreateGauge<long>(Prefix + "state_symbols", null, "Symbols with state in this process.");
        RestoreDuration = meter.CreateHistogram<double>(
            Prefix + "restore_duration_seconds", "s", "Time to restore the state of newly assigned partitions.", advice: new() { HistogramBucketBoundaries = CommitBuckets });
        _sinkRows = meter.CreateCounter<long>(Prefix + "sink_rows_total", null, "Rows that ClickHouse acknowledged.");
        SinkInsert = meter.CreateHistogram<double>(
            Prefix + "sink_insert_seconds", "s", "Time of one insert.", advice: new() { HistogramBucketBoundaries = CommitBuckets });
        _sinkErrors = meter.CreateCounter<long>(Prefix + "sink_errors_total", null, "Inserts that failed.");
        _sinkLag = meter.CreateGauge<long>(Prefix + "sink_lag_rows", null, "Rows in the derived topic that ClickHouse has not acknowledged.");
        SinkPaused = meter.CreateGauge<long>(Prefix + "sink_paused", null, "1 while rows are not written to ClickHouse.");
    }

    public Counter<long> Microbars { get; }

    public Counter<long> Signals { get; }

    public Counter<long> Revisions { get; }

    public Counter<long> LateEvents { get; }

    public Counter<long> DuplicateEvents { get; }

    public Counter<long> UnknownConditions { get; }

    public Counter<double> IneligibleVolume { get; }

    public Gauge<double> WatermarkLag { get; }

    public Histogram<double> EventToSignal { get; }

    public Histogram<double> CommitDuration { get; }

    public Gauge<double> LastCommit { get; }

    public Counter<long> CommitFailures { get; }

    public Counter<long> Rebalances { get; }

    public Gauge<long> StateSymbols { get; }

    public Histogram<double> RestoreDuration { get; }

    public Histogram<double> SinkInsert { get; }

    public Gauge<long> SinkPaused { get; }

    public void Events(string channel, long count) => _events.Add(count, new KeyValuePair<string, object?>("channel", channel));

    public void DecodeError(string reason) => _decodeErrors.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void SinkRows(string table, long count) => _sinkRows.Add(count, new KeyValuePair<string, object?>("table", table));

    public void SinkError(string errorClass) => _sinkErrors.Add(1, new KeyValuePair<string, object?>("error_class", errorClass));

    public void SinkLag(string table, long rows) => _sinkLag.Record(rows, new KeyValuePair<string, object?>("table", table));
}
