using Prometheus;
using Torghut.Common.Metrics;

namespace Torghut.Ops.TechnicalAnalysis.Live;

/// <summary>What the stream of bars and signals does.</summary>
internal sealed class LiveMetrics
{
    /// <summary>The client was further behind than the records that are kept, or took no more bytes.</summary>
    public const string Slow = "slow";

    /// <summary>The logs are read anew from another place.</summary>
    public const string LogsChanged = "logs_changed";

    private readonly Gauge _open;
    private readonly Counter _read;
    private readonly Counter _undecodable;
    private readonly Counter _caughtUp;
    private readonly Counter _gaps;
    private readonly Counter _cuts;
    private readonly Counter _failures;

    public LiveMetrics(CollectorRegistry registry)
    {
        var metrics = ServiceMetricFactory.Create(registry);
        _open = metrics.CreateGauge("torghut_ops_ta_streams", "Streams of bars and signals that are open.");
        _read = metrics.CreateCounter("torghut_ops_ta_stream_records_total", "Records that were read for all streams together.", "event");
        _undecodable = metrics.CreateCounter("torghut_ops_ta_stream_undecodable_total", "Records of the derived topics that could not be decoded.");
        _caughtUp = metrics.CreateCounter("torghut_ops_ta_stream_catch_up_records_total", "Records that were read again for streams that resumed.");
        _gaps = metrics.CreateCounter("torghut_ops_ta_stream_gaps_total", "Streams that could not resume where they were.");
        _cuts = metrics.CreateCounter("torghut_ops_ta_stream_cuts_total", "Streams that were ended here, by reason.", "reason");
        _failures = metrics.CreateCounter("torghut_ops_ta_stream_failures_total", "Times that the derived topics could not be read, by the store.", "store");
        ShowZeros();
    }

    public void Open(int count) => _open.Set(count);

    public void Read(string eventName) => _read.WithLabels(eventName).Inc();

    public void Undecodable() => _undecodable.Inc();

    public void CaughtUp(int records) => _caughtUp.Inc(records);

    public void Gap() => _gaps.Inc();

    public void Cut(string reason) => _cuts.WithLabels(reason).Inc();

    public void Failed(string store) => _failures.WithLabels(store).Inc();

    /// <summary>A counter that first appears with its first event has no rate of that event.</summary>
    private void ShowZeros()
    {
        foreach (var topic in LiveTopic.All)
        {
            _read.WithLabels(topic.EventName);
        }

        _cuts.WithLabels(Slow);
        _cuts.WithLabels(LogsChanged);
    }
}
