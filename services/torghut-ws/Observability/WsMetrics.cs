using Prometheus;
using Torghut.Common.Health;
using Torghut.Common.Kafka;
using Torghut.Common.Metrics;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ws.Health;
using Torghut.Ws.Publishing;

namespace Torghut.Ws.Observability;

/// <summary>Everything the service counts. Children that count every message are kept in arrays: no look-up and no allocation then.</summary>
internal sealed class WsMetrics
{
    private const string Prefix = "torghut_ws_";
    private static readonly double[] LagBounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
    private static readonly double[] LatencyBounds = [0.0005, 0.001, 0.002, 0.003, 0.004, 0.005, 0.0075, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 60];
    private static readonly string[] ProduceErrorClasses = [KafkaErrorClass.Authentication, KafkaErrorClass.Metadata, KafkaErrorClass.Produce];

    private readonly MetricFactory _metrics;
    private readonly TopicNames _topics;
    private readonly Counter _connectSuccesses;
    private readonly Counter _connectErrors;
    private readonly Counter _reconnects;
    private readonly Counter _parseErrors;
    private readonly Counter _produceErrors;
    private readonly Counter _pollSuccesses;
    private readonly Counter _pollFailures;
    private readonly Counter _backfilledBars;
    private readonly Counter _backfilledTrades;
    private readonly Counter _backfillFailures;
    private readonly Counter _actions;
    private readonly Counter _actionPolls;
    private readonly Counter _unknownFields;
    private readonly Counter _fullQueueWaits;
    private readonly Counter.Child[] _messages;
    private readonly Counter.Child[] _drops;
    private readonly Counter.Child[] _produced;
    private readonly Histogram.Child[] _sendLatency;
    private readonly Histogram.Child[] _lag;
    private readonly Gauge _activeSubscriptions;
    private readonly Gauge _pollDegraded;
    private readonly Gauge _ready;
    private readonly Gauge _readyErrorClass;
    private readonly Gauge _readyGate;
    private long _lastLag = long.MinValue;

    public WsMetrics(CollectorRegistry registry, TopicNames topics)
    {
        _metrics = ServiceMetricFactory.Create(registry);
        _topics = topics;
        string[] names = [.. TopicNames.All.Select(topic => topics[topic])];
        _connectSuccesses = Count("ws_connect_success_total", "Market-data sessions that were authenticated.");
        _connectErrors = Count("ws_connect_errors_total", "Sessions that failed, by class.", "error_class");
        _reconnects = Count("reconnects_total", "Attempts to connect again.");
        _parseErrors = Count("parse_errors_total", "Messages that were not usable, by reason.", "reason");
        _produceErrors = Count("kafka_produce_errors_total", "Records that Kafka did not take, by topic and class.", "topic", "error_class");
        _pollSuccesses = Count("desired_symbols_fetch_success_total", "Reads of the symbol universe that brought a list.");
        _pollFailures = Count("desired_symbols_fetch_failures_total", "Reads of the symbol universe that failed.");
        _backfilledBars = Count("backfill_bars_total", "Bars published from the historical interface.");
        _backfilledTrades = Count("backfill_trades_total", "Trades published from the historical interface.");
        _backfillFailures = Count("backfill_failures_total", "Backfill requests that were given up.");
        _actions = Count("corporate_actions_total", "Declarations of corporate actions published, by kind.", "kind");
        _actionPolls = Count("corporate_actions_polls_total", "Reads of the corporate actions, by result.", "result");
        _unknownFields = Count("unknown_fields_total", "Fields of messages whose name is not known.");
        _fullQueueWaits = Count("full_queue_waits_total", "Times that reading waited for room in Kafka's queue.");
        _messages = Children(Count("provider_messages_total", "Messages received, by channel.", "channel"), MessageChannels.Names);
        _drops = Children(Count("dedup_drops_total", "Messages received again and not published again, by channel.", "channel"), MessageChannels.Names);
        _produced = Children(Count("kafka_produce_success_total", "Records acknowledged by Kafka, by topic.", "topic"), names);
        _sendLatency = Children(
            _metrics.CreateLatency(Prefix + "kafka_send_latency_seconds", "From the receipt of a datum to its acknowledgement by Kafka.", LatencyBounds,
                "topic"), names);
        _lag = Children(_metrics.CreateLatency(Prefix + "lag_seconds", "From a datum's own time to its receipt.", LagBounds, "channel"), MessageChannels.Names);
        _activeSubscriptions = Gauge("active_subscriptions", "Symbols that the server says are subscribed.");
        _pollDegraded = Gauge("desired_symbols_fetch_degraded", "1 while the last good symbol universe stands in for one that cannot be read.");
        _ready = Gauge("readyz_status", "1 when ready.");
        _readyErrorClass = Gauge("readyz_error_class", "1 for the class that /readyz shows.", "error_class");
        _readyGate = Gauge("readyz_gate_status", "1 for each gate that holds.", "gate");
        ShowZeros(names);
        Readiness(ReadinessReport.Of(null, ("alpaca_ws", false), ("kafka", false), ("trade_updates", false)));
    }

    /// <summary>Receipt minus event time of the last datum, milliseconds; null before any.</summary>
    public long? LastLagMilliseconds => Volatile.Read(ref _lastLag) is var lag && lag == long.MinValue ? null : lag / Nanos.PerMillisecond;

    /// <summary>Shows a report until the next one.</summary>
    public void Readiness(ReadinessReport report)
    {
        _ready.Set(report.Ready ? 1 : 0);
        foreach (var errorClass in ErrorClasses.All)
        {
            _readyErrorClass.WithLabels(errorClass).Set(report.ErrorClass == errorClass ? 1 : 0);
        }

        foreach (var (gate, holds) in report.Gates)
        {
            _readyGate.WithLabels(gate).Set(holds ? 1 : 0);
        }
    }

    public void Connected() => _connectSuccesses.Inc();

    public void SessionFailed(string errorClass) => _connectErrors.WithLabels(errorClass).Inc();

    public void Reconnecting() => _reconnects.Inc();

    public void Received(MessageChannel channel) => _messages[(int)channel].Inc();

    public void Lagged(MessageChannel channel, long nanos)
    {
        Volatile.Write(ref _lastLag, nanos);
        _lag[(int)channel].Observe(Nanos.ToSeconds(nanos));
    }

    public void Dropped(MessageChannel channel) => _drops[(int)channel].Inc();

    public void Rejected(string reason) => _parseErrors.WithLabels(reason).Inc();

    public void Produced(ProduceTopic topic, TimeSpan latency)
    {
        _produced[(int)topic].Inc();
        _sendLatency[(int)topic].Observe(latency.TotalSeconds);
    }

    public void ProduceFailed(ProduceTopic topic, string errorClass) => _produceErrors.WithLabels(_topics[topic], errorClass).Inc();

    public void UniversePolled(bool succeeded)
    {
        (succeeded ? _pollSuccesses : _pollFailures).Inc();
        _pollDegraded.Set(succeeded ? 0 : 1);
    }

    public void BackfilledBar() => _backfilledBars.Inc();

    public void BackfilledTrade() => _backfilledTrades.Inc();

    public void BackfillFailed() => _backfillFailures.Inc();

    public void CorporateAction(string kind) => _actions.WithLabels(kind).Inc();

    public void CorporateActionsPolled(bool succeeded) => _actionPolls.WithLabels(succeeded ? "ok" : "failed").Inc();

    public void Subscribed(int symbols) => _activeSubscriptions.Set(symbols);

    public void UnknownFields(long count) => _unknownFields.Inc(count);

    public void WaitedForRoom() => _fullQueueWaits.Inc();

    /// <summary>A counter that first appears with its first event has no rate of that event.</summary>
    private void ShowZeros(string[] topics)
    {
        Children(_connectErrors, ErrorClasses.All);
        Children(_parseErrors, RejectReasons.All);
        Children(_actions, CorporateActionKinds.All);
        Children(_actionPolls, ["ok", "failed"]);
        foreach (var topic in topics)
        {
            foreach (var errorClass in ProduceErrorClasses)
            {
                _produceErrors.WithLabels(topic, errorClass);
            }
        }
    }

    private static TChild[] Children<TChild>(Collector<TChild> collector, IEnumerable<string> labels)
        where TChild : ChildBase => [.. labels.Select(label => collector.WithLabels(label))];

    private Counter Count(string name, string help, params string[] labels) => _metrics.CreateCounter(Prefix + name, help, labels);

    private Gauge Gauge(string name, string help, params string[] labels) => _metrics.CreateGauge(Prefix + name, help, labels);
}
