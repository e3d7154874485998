using Confluent.Kafka;

namespace Torghut.Common.Kafka;

/// <summary>
/// Notices a consumer whose position stands still although its log goes on and its broker answers. Time in which no broker answered does not count, so
/// that an
/// outage is none. Used by one thread.
/// </summary>
/// <param name="timeout">How long a position may stand still.</param>
public sealed class StallWatch(TimeSpan timeout, TimeProvider time)
{
    /// <summary>How long a log may give nothing, or a producer be acknowledged nothing, although the broker answers.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>The most that lies between two responses that still count as one watch.</summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(3);

    private readonly Dictionary<TopicPartition, Seen> _seen = [];

    /// <summary>Takes note of where a log is read and where it ends, and tells whether reading it has stalled.</summary>
    /// <param name="position">Offset to be read next.</param>
    public bool IsStalled(TopicPartition partition, long position, EndOffset end)
    {
        var seen = _seen.GetValueOrDefault(partition);
        if (end.AnsweredAt == seen.AnsweredAt)
        {
            return seen.Still >= timeout;
        }

        var passed = time.GetElapsedTime(seen.AnsweredAt, end.AnsweredAt);
        var stands = seen.AnsweredAt != 0 && position == seen.Position && end.Offset > position && passed <= LongestGap;
        seen = new Seen(position, end.AnsweredAt, stands ? seen.Still + passed : TimeSpan.Zero);
        _seen[partition] = seen;
        return seen.Still >= timeout;
    }

    /// <summary>Begins anew, for another consumer.</summary>
    public void Clear() => _seen.Clear();

    private readonly record struct Seen(long Position, long AnsweredAt, TimeSpan Still);
}
