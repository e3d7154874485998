using System.Diagnostics;

namespace Torghut.Trading.Signals;

/// <summary>
/// The Kafka record that a row was made of, and the records that it was computed from. Null where the row does not say: it is older than these columns.
/// </summary>
internal sealed record RecordOrigin(
    string? Topic, int? Partition, long? Offset, string? InputTopic, int? InputPartition, long? FirstInputOffset, long? LastInputOffset)
{
    public void Describe(Activity span, string what) => span
        .SetTag($"torghut.{what}.topic", Topic)
        .SetTag($"torghut.{what}.partition", Partition)
        .SetTag($"torghut.{what}.offset", Offset);

    public void DescribeInputs(Activity span, string what) => span
        .SetTag($"torghut.{what}.topic", InputTopic)
        .SetTag($"torghut.{what}.partition", InputPartition)
        .SetTag($"torghut.{what}.first_offset", FirstInputOffset)
        .SetTag($"torghut.{what}.last_offset", LastInputOffset);
}
