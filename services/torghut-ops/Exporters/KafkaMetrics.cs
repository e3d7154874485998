using Prometheus;
using Torghut.Common.Metrics;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Exporters;

/// <summary>Where groups and topics are. A group or a topic that is gone is shown no more; while no broker answers, what was seen last stays.</summary>
internal sealed class KafkaMetrics
{
    private readonly Gauge _lag;
    private readonly Gauge _retention;
    private readonly Gauge _records;

    public KafkaMetrics(CollectorRegistry registry)
    {
        var metrics = ServiceMetricFactory.Create(registry);
        _lag = metrics.CreateGauge("torghut_ops_kafka_group_lag_records", "Records between a group's positions and the ends of a topic.", "group", "topic");
        _retention = metrics.CreateGauge("torghut_ops_kafka_topic_retention_seconds", "How long a topic keeps records; absent without a limit.", "topic");
        _records = metrics.CreateGauge("torghut_ops_kafka_topic_records", "Offsets that a topic retains, of all partitions.", "topic");
    }

    public void Show(IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts.Where(fact => fact.Ok))
        {
            switch (fact.Id)
            {
                case "kafka.groups":
                    Show(_lag, fact.Objects("groups").Select(row => (new[] { row.Text("group") ?? "", row.Text("topic") ?? "" }, row.Number("lag"))));
                    break;
                case "kafka.topics":
                    var topics = fact.Objects("topics");
                    Show(_retention, topics.Select(row => (new[] { row.Text("topic") ?? "" }, row.Number("retention_hours") * 3600)));
                    Show(_records, topics.Select(row => (new[] { row.Text("topic") ?? "" }, row.Number("end") - row.Number("earliest"))));
                    break;
            }
        }
    }

    private static void Show(Gauge gauge, IEnumerable<(string[] Labels, double? Value)> rows)
    {
        var seen = rows.Where(row => row.Value is not null).ToArray();
        foreach (var gone in gauge.GetAllLabelValues().Where(labels => !seen.Any(row => row.Labels.SequenceEqual(labels))).ToArray())
        {
            gauge.RemoveLabelled(gone);
        }

        foreach (var (labels, value) in seen)
        {
            gauge.WithLabels(labels).Set(value!.Value);
        }
    }
}
