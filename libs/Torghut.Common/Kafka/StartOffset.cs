using Confluent.Kafka;

namespace Torghut.Common.Kafka;

/// <summary>Where a group goes on in a log, and what it cannot read any more.</summary>
/// <param name="IsCommitted">Whether that follows from what the group has committed.</param>
/// <param name="Gap">Records that retention took before the group had read them.</param>
public readonly record struct StartOffset(long Offset, bool IsCommitted, long Gap)
{
    /// <returns>Null when the group has read further than the log goes: it is another log, and nobody but an operator knows what to do.</returns>
    /// <param name="committed">What the group has committed; negative when nothing.</param>
    /// <param name="log">What the log holds.</param>
    /// <param name="fresh">Where a group without a commit begins; one with a commit never jumps there.</param>
    public static StartOffset? Find(Offset committed, WatermarkOffsets log, Offset fresh)
    {
        if (committed.Value < 0)
        {
            return new StartOffset((fresh == Confluent.Kafka.Offset.Beginning ? log.Low : log.High).Value, IsCommitted: false, Gap: 0);
        }

        if (committed.Value > log.High.Value)
        {
            return null;
        }

        return committed.Value >= log.Low.Value ? new StartOffset(committed.Value, IsCommitted: true, Gap: 0)
            : new StartOffset(log.Low.Value, IsCommitted: true, Gap: log.Low.Value - committed.Value);
    }

    /// <summary>Tells an operator of a commit beyond the log's end.</summary>
    public static string Beyond(TopicPartitionOffset committed, WatermarkOffsets log, string remedy) =>
        $"The group has committed {committed.Topic}/{committed.Partition.Value}@{committed.Offset.Value}, but the log ends at {log.High.Value}: "
        + $"it was made anew or cut. {remedy}";
}
