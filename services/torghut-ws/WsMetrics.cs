using System.Diagnostics.Metrics;
using Torghut.Common.Health;
using Torghut.Common.Kafka;
using Torghut.Ws.Health;
using Torghut.Ws.Publishing;

namespace Torghut.Ws;

/// <summary>Everything the service counts. What happens for every message is kept in plain fields and read when somebody looks.</summary>
internal sealed class WsMetrics : IDisposable
{
    private const string Prefix = "torghut_ws_";
    private static readonly double[] LagBounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
    private static readonly double[] LatencyBounds = [0.0005, 0.001, 0.002, 0.003, 0.004, 0.005, 0.0075, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 60];

    private readonly Meter _meter;
    private readonly Counter<long> _connectSuccesses;
    private readonly Counter<long> _connectErrors;
    private readonly Counter<long> _reconnects;
    private readonly Counter<long> _parseErrors;
    private readonly Counter<long> _produceErrors;
    private readonly Counter<long> _pollSuccesses;
    private readonly Counter<long> _pollFailures;
    private readonly Counter<long> _backfilledBars;
    private readonly Counter<long> _backfilledTrades;
    private readonly Counter<long> _backfillFailures;
    private readonly Histogram<double> _sendLatency;
    private readonly Histogram<double> _lag;
    private readonly LabelledCounts _messages = new("channel", MessageChannels.Names);
    private readonly LabelledCounts _drops = new("channel", MessageChannels.Names);
    private readonly LabelledCounts _produced;
    private readonly KeyValuePair<string, object?>[] _topicTags;
    private readonly KeyValuePair<string, object?>[] _channelTags;
    private long _lastLag = long.MinValue;
    private long _fullQueueWaits;
    private long _unknownFields;
    private int _activeSubscriptions;
    private int _pollDegraded;

    public WsMetrics(IMeterFactory meters, TopicNames topics)
    {
        var names = TopicNames.All.Select(topic => topics[topic]).ToArray();
        _produced = new LabelledCounts("topic", names);
        _topicTags = [.. names.Select(name => new KeyValuePair<string, object?>("topic", name))];
        _channelTags = [.. MessageChannels.Names.Select(name => new KeyValuePair<string, object?>("channel", name))];
        _meter = meters.Create("Torghut.Ws");
        _connectSuccesses = Counter("ws_connect_success_total", "Market-data sessions that were authenticated.");
        _connectErrors = Counter("ws_connect_errors_total", "Sessions that failed, by class.");
        _reconnects = Counter("reconnects_total", "Attempts to connect again.");
        _parseErrors = Counter("parse_errors_total", "Messages that were not usable, by reason.");
        _produceErrors = Counter("kafka_produce_errors_total", "Records that Kafka did not take, by topic and class.");
        _pollSuccesses = Counter("desired_symbols_fetch_success_total", "Reads of the symbol universe that brought a list.");
        _pollFailures = Counter("desired_symbols_fetch_failures_total", "Reads of the symbol universe that failed.");
        _backfilledBars = Counter("backfill_bars_total", "Bars published from the historical interface.");
        _backfilledTrades = Counter("backfill_trades_total", "Trades published from the historical interface.");
        _backfillFailures = Counter("backfill_failures_total", "Backfill requests that were given up.");
        _sendLatency = Histogram("kafka_send_latency_seconds", "From the receipt of a datum to its acknowledgement by Kafka.", LatencyBounds);
        _lag = Histogram("lag_seconds", "From a datum's own time to its receipt.", LagBounds);
        Observe("provider_messages_total", "Messages received, by channel.", _messages.Observe);
        Observe("dedup_drops_total", "Messages received again and not published again, by channel.", _drops.Observe);
        Observe("kafka_produce_success_total", "Records acknowledged by Kafka, by topic.", _produced.Observe);
        Observe("unknown_fields_total", "Fields of messages whose name is not known.", () => [new(Volatile.Read(ref _unknownFields))]);
        Observe("full_queue_waits_total", "Times that reading waited for room in Kafka's queue.", () => [new(Volatile.Read(ref _fullQueueWaits))]);
        Gauge("active_subscriptions", "Symbols that the server says are subscribed.", () => [new(Volatile.Read(ref _activeSubscriptions))]);
        Gauge("desired_symbols_fetch_degraded", "1 while the last good symbol universe stands in for one that cannot be read.", () => [new(Volatile.Read(ref _pollDegraded))]);
        Gauge("readyz_status", "1 when ready.", () => [new(Readiness.Ready ? 1 : 0)]);
        Gauge("readyz_error_class", "1 for the class that /readyz shows.", ObserveErrorClasses);
        Gauge("readyz_gate_status", "1 for each gate that holds.", ObserveGates);
        ShowZeros();
    }

    /// <summary>The last look at readiness.</summary>
    public ReadinessReport Readiness { get; set; } = ReadinessReport.Of(null, ("alpaca_ws", false), ("kafka", false), ("trade_updates", false));

    /// <summary>Receipt minus event time of the last datum, milliseconds; null before any.</summary>
    public long? LastLagMilliseconds => Volatile.Read(ref _lastLag) is var lag && lag == long.MinValue ? null : lag / Nanos.PerMillisecond;

    public void Connected() => _connectSuccesses.Add(1);

    public void SessionFailed(string errorClass) => _connectErrors.Add(1, new KeyValuePair<string, object?>("error_class", errorClass));

    public void Reconnecting() => _reconnects.Add(1);

    public void Received(MessageChannel channel) => _messages.Increment((int)channel);

    public void Lagged(MessageChannel channel, long nanos)
    {
        Volatile.Write(ref _lastLag, nanos);
        _lag.Record(nanos / Nanos.PerSecond, _channelTags[(int)channel]);
    }

    public void Dropped(MessageChannel channel) => _drops.Increment((int)channel);

    public void Rejected(string reason) => _parseErrors.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Produced(ProduceTopic topic, TimeSpan latency)
    {
        _produced.Increment((int)topic);
        _sendLatency.Record(latency.TotalSeconds, _topicTags[(int)topic]);
    }

    public void ProduceFailed(ProduceTopic topic, string errorClass) =>
        _produceErrors.Add(1, _topicTags[(int)topic], new KeyValuePair<string, object?>("error_class", errorClass));

    public void UniversePolled(bool succeeded)
    {
        (succeeded ? _pollSuccesses : _pollFailures).Add(1);
        Volatile.Write(ref _pollDegraded, succeeded ? 0 : 1);
    }

    public void BackfilledBar() => _backfilledBars.Add(1);

    public void BackfilledTrade() => _backfilledTrades.Add(1);

    public void BackfillFailed() => _backfillFailures.Add(1);

    public void Subscribed(int symbols) => Volatile.Write(ref _activeSubscriptions, symbols);

    public void UnknownFields(long count) => Interlocked.Add(ref _unknownFields, count);

    public void WaitedForRoom() => Interlocked.Increment(ref _fullQueueWaits);

    public void Dispose() => _meter.Dispose();

    /// <summary>A counter that first appears with its first event has no rate of that event.</summary>
    private void ShowZeros()
    {
        foreach (var counter in new[] { _connectSuccesses, _reconnects, _pollSuccesses, _pollFailures, _backfilledBars, _backfilledTrades, _backfillFailures })
        {
            counter.Add(0);
        }

        foreach (var errorClass in ErrorClasses.All)
        {
            _connectErrors.Add(0, new KeyValuePair<string, object?>("error_class", errorClass));
        }

        foreach (var reason in RejectReasons.All)
        {
            _parseErrors.Add(0, new KeyValuePair<string, object?>("reason", reason));
        }

        foreach (var topic in _topicTags)
        {
            foreach (var errorClass in new[] { KafkaErrorClass.Authentication, KafkaErrorClass.Metadata, KafkaErrorClass.Produce })
            {
                _produceErrors.Add(0, topic, new KeyValuePair<string, object?>("error_class", errorClass));
            }
        }
    }

    private IEnumerable<Measurement<long>> ObserveErrorClasses() => ErrorClasses.All.Select(
        errorClass => new Measurement<long>(Readiness.ErrorClass == errorClass ? 1 : 0, new KeyValuePair<string, object?>("error_class", errorClass)));

    private IEnumerable<Measurement<long>> ObserveGates() => Readiness.Gates.Select(
        gate => new Measurement<long>(gate.Value ? 1 : 0, new KeyValuePair<string, object?>("gate", gate.Key)));

    private Counter<long> Counter(string name, string description) => _meter.CreateCounter<long>(Prefix + name, description: description);

    private Histogram<double> Histogram(string name, string description, double[] bounds) => _meter.CreateHistogram(
        Prefix + name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });

    private void Observe(string name, string description, Func<IEnumerable<Measurement<long>>> read) =>
        _meter.CreateObservableCounter(Prefix + name, read, description: description);

    private void Gauge(string name, string description, Func<IEnumerable<Measurement<long>>> read) =>
        _meter.CreateObservableGauge(Prefix + name, read, description: description);
}
