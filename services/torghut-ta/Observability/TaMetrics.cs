using Prometheus;
using Torghut.Common.Metrics;
using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Ta.Engine;

namespace Torghut.Ta.Observability;

/// <summary>Every metric of the service, under its Prometheus name.</summary>
internal sealed class TaMetrics
{
    private const string Prefix = "torghut_ta_";
    private static readonly double[] CommitBuckets = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];
    private static readonly double[] LatencyBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2, 2.5, 3, 4, 5, 7.5, 10, 30, 60, 300];
    private static readonly string[] DecodeReasons = ["not_framed", "unknown_schema", "unresolvable", "malformed", "not_storable", "refused_row", "state_damaged"];

    private readonly MetricFactory _metrics;
    private readonly Counter _decodeErrors;
    private readonly Counter _implausible;
    private readonly Gauge _faultyPartitions;
    private readonly Counter _inputGap;
    private readonly Counter _sinkRows;
    private readonly Counter _sinkErrors;
    private readonly Gauge _sinkLag;

    public TaMetrics(CollectorRegistry registry)
    {
        _metrics = ServiceMetricFactory.Create(registry);
        var events = Count("events_total", "Input records applied.", "channel");
        Trades = events.WithLabels(Channels.Trades);
        Quotes = events.WithLabels(Channels.Quotes);
        Bars = events.WithLabels(Channels.Bars);
        Microbars = Count("microbars_total", "Microbars sent.");
        Signals = Count("signals_total", "Signals sent.");
        Revisions = Count("revisions_total", "Records sent again because events came after idleness had sent them early.");
        LateEvents = Count("late_events_total", "Events kept out because their window was closed.");
        DuplicateEvents = Count("duplicate_events_total", "Events kept out because they had been applied.");
        UnknownConditions = Count("unknown_conditions_total", "Sale-condition codes that the table does not have.");
        IneligibleVolume = Count("ineligible_volume_total", "Shares of seconds without a price that may make a bar.");
        _decodeErrors = Count("decode_errors_total", "Records that cannot be read or stored and went to the dead-letter topic.", "reason");
        _implausible = Count("implausible_events_total", "Records that cannot be true and went to the dead-letter topic.", "reason");
        ClockRepairs = Count("clock_repairs_total", "Saved clocks that were ahead of their logs and were set back.");
        _inputGap = Count("input_gap_records_total", "Records that the log no longer had where the group would have gone on.", "input");
        CorporateActions = Count("corporate_actions_total", "Declarations of corporate actions read, repeated ones included.");
        IndicatorRestarts = Count("indicator_restarts_total", "Times that a symbol's indicators began anew because of a corporate action.");
        EvictedSymbols = Count("evicted_symbols_total", "Symbols whose state was let go after a day without events.");
        _faultyPartitions = Gauge("faulty_partitions", "Partitions of which this is wrong.", "reason");
        WatermarkLag = Gauge("watermark_lag_seconds", "Largest event time seen less the smallest watermark.");
        EventToSignal = _metrics.CreateLatency(Prefix + "event_to_signal_seconds", "From the forwarder's receipt of a signal's newest input to its commit.",
            LatencyBuckets);
        CommitDuration = _metrics.CreateLatency(Prefix + "commit_duration_seconds", "Time of one commit.", CommitBuckets);
        LastCommit = Gauge("last_commit_timestamp_seconds", "When a commit last succeeded, Unix time.");
        CommitFailures = Count("commit_failures_total", "Commits that failed.");
        ConsumerStalls = Count("consumer_stalls_total", "Consumers made anew because they were given nothing although there was more.");
        Rebalances = Count("rebalances_total", "Assignments of partitions received.");
        StateSymbols = Gauge("state_symbols", "Symbols with state in this process.");
        RestoreDuration = _metrics.CreateLatency(Prefix + "restore_duration_seconds", "Time to restore the state of newly assigned partitions.", CommitBuckets);
        _sinkRows = Count("sink_rows_total", "Rows that ClickHouse acknowledged.", "table");
        SinkInsert = _metrics.CreateLatency(Prefix + "sink_insert_seconds", "Time of one insert.", CommitBuckets);
        _sinkErrors = Count("sink_errors_total", "Inserts that failed.", "error_class");
        _sinkLag = Gauge("sink_lag_rows", "Rows in the derived topic that ClickHouse has not acknowledged.", "table");
        SinkPaused = Gauge("sink_paused", "1 while rows are not written to ClickHouse.");
        ShowZeros();
    }

    public Counter.Child Trades { get; }

    public Counter.Child Quotes { get; }

    public Counter.Child Bars { get; }

    public Counter Microbars { get; }

    public Counter Signals { get; }

    public Counter Revisions { get; }

    public Counter LateEvents { get; }

    public Counter DuplicateEvents { get; }

    public Counter UnknownConditions { get; }

    public Counter IneligibleVolume { get; }

    public Counter ClockRepairs { get; }

    public Counter CorporateActions { get; }

    public Counter IndicatorRestarts { get; }

    public Counter EvictedSymbols { get; }

    public Gauge WatermarkLag { get; }

    public Histogram EventToSignal { get; }

    public Counter ConsumerStalls { get; }

    public Histogram CommitDuration { get; }

    public Gauge LastCommit { get; }

    public Counter CommitFailures { get; }

    public Counter Rebalances { get; }

    public Gauge StateSymbols { get; }

    public Histogram RestoreDuration { get; }

    public Histogram SinkInsert { get; }

    public Gauge SinkPaused { get; }

    public void DecodeError(string reason) => _decodeErrors.WithLabels(reason).Inc();

    public void ImplausibleEvent(string reason) => _implausible.WithLabels(reason).Inc();

    public void FaultyPartitions(string reason, int count) => _faultyPartitions.WithLabels(reason).Set(count);

    public void InputGap(string input, long records) => _inputGap.WithLabels(input).Inc(records);

    public void SinkRows(string table, long count) => _sinkRows.WithLabels(table).Inc(count);

    public void SinkError(string errorClass) => _sinkErrors.WithLabels(errorClass).Inc();

    public void SinkLag(string table, long rows) => _sinkLag.WithLabels(table).Set(rows);

    /// <summary>A counter that first appears with its first event has no rate of that event.</summary>
    private void ShowZeros()
    {
        foreach (var reason in DecodeReasons)
        {
            _decodeErrors.WithLabels(reason);
        }

        foreach (var reason in Plausibility.Reasons)
        {
            _implausible.WithLabels(reason);
        }

        foreach (var input in (string[])[Channels.Trades, Channels.Quotes, Channels.Bars, Channels.Microbars, Channels.Signals])
        {
            _inputGap.WithLabels(input);
        }

        foreach (var table in new[] { DerivedTables.Microbars, DerivedTables.Signals })
        {
            _sinkRows.WithLabels(table);
        }

        foreach (var errorClass in SinkErrorClasses.All)
        {
            _sinkErrors.WithLabels(errorClass);
        }
    }

    private Counter Count(string name, string help, params string[] labels) => _metrics.CreateCounter(Prefix + name, help, labels);

    /// <summary>A gauge appears with its first value: 0 would be a commit in 1970, or a lag that nobody measured.</summary>
    private Gauge Gauge(string name, string help, params string[] labels) =>
        _metrics.CreateGauge(Prefix + name, help, labels, new GaugeConfiguration { SuppressInitialValue = true });
}
