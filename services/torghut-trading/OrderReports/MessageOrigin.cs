using System.Diagnostics;
using System.Globalization;

namespace Torghut.Trading.OrderReports;

/// <summary>The Kafka record that brought a report, for tracing.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="Group">The consumer group that read it.</param>
/// <param name="Sender">The span that produced it; default when it names none.</param>
internal sealed record MessageOrigin(string Topic, int Partition, long Offset, string Group, ActivityContext Sender)
{
    public string SpanName => $"process {Topic}";

    /// <summary>Attributes of https://opentelemetry.io/docs/specs/semconv/messaging/kafka.</summary>
    public void Describe(Activity span) => span
        .SetTag("messaging.system", "kafka")
        .SetTag("messaging.operation.name", "process")
        .SetTag("messaging.operation.type", "process")
        .SetTag("messaging.destination.name", Topic)
        .SetTag("messaging.destination.partition.id", Partition.ToString(CultureInfo.InvariantCulture))
        .SetTag("messaging.kafka.offset", Offset)
        .SetTag("messaging.consumer.group.name", Group);
}
