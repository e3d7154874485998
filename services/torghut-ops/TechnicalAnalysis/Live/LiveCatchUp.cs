using Confluent.Kafka;
using Torghut.Ops.Kafka;

namespace Torghut.Ops.TechnicalAnalysis.Live;

/// <summary>
/// Reads what a stream that resumes has missed and the buffer does not hold any more, from the logs themselves. Bounded in records and in readers at once.
/// </summary>
internal sealed class LiveCatchUp(KafkaTargetOptions target, TopicSchemas schemas, LiveOptions options, LiveMetrics metrics, TimeProvider time) : IDisposable
{
    private const int MostAtOnce = 500;

    /// <summary>Longest time without a record or an end of a log.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _turns = new(4);

    /// <summary>Reads from one position to another.</summary>
    /// <param name="from">Where the stream was. It is not changed.</param>
    /// <param name="end">Where the buffer begins or goes on.</param>
    /// <param name="take">Is given what was read, in the order of each partition.</param>
    /// <param name="cancellationToken">The client is gone.</param>
    /// <returns>Why the stream cannot go on where it was; null when all was given.</returns>
    /// <exception cref="KafkaException">A broker did not answer in time.</exception>
    public async Task<string?> ReadAsync(
        LivePosition from, LivePosition end, Func<IReadOnlyList<LiveRecord>, Task> take, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            using var consumer = new LiveConsumer(target.Connection, tellsEnds: true, time);
            var (earliest, latest) = await consumer.EndsAsync();
            if (WhyNot(from, end, earliest, latest) is { } why)
            {
                return why;
            }

            var open = from.All.Where(at => at.Offset.Value < OffsetIn(end, at.TopicPartition)).ToDictionary(at => at.TopicPartition, at => at.Offset);
            if (open.Count > 0)
            {
                await consumer.AssignAsync(open.Select(at => new TopicPartitionOffset(at.Key, at.Value)));
                await ReadAsync(consumer, [.. open.Keys], end, take, cancellationToken);
            }

            return null;
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    /// <summary>Why one cannot be read from; null when it can.</summary>
    private string? WhyNot(LivePosition from, LivePosition end, LivePosition earliest, LivePosition latest) =>
        !from.Fits(earliest) || !from.Fits(end) ? "the logs have other partitions now"
        : !from.Reaches(earliest) ? "the records are no longer kept"
        : !latest.Reaches(from) ? "the logs were made anew, and end before that"
        : from.Until(end) > options.MaxCatchUp ? "it is further behind than is read again"
        : null;

    private async Task ReadAsync(
        LiveConsumer consumer, HashSet<TopicPartition> open, LivePosition end, Func<IReadOnlyList<LiveRecord>, Task> take, CancellationToken cancellationToken)
    {
        var decoder = new LiveDecoder(schemas.Require(), time);
        var moved = time.GetTimestamp();
        while (open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = await consumer.PollAsync(MostAtOnce);
            if (read.Count > 0)
            {
                moved = time.GetTimestamp();
            }
            else if (time.GetElapsedTime(moved) > Timeout)
            {
                throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "no record and no end of the log in time"));
            }

            var records = new List<LiveRecord>(read.Count);
            foreach (var result in read.Where(result => open.Contains(result.TopicPartition)))
            {
                var last = OffsetIn(end, result.TopicPartition) - 1;
                if (!result.IsPartitionEOF && result.Offset.Value <= last && await decoder.DecodeAsync(result, cancellationToken) is { } record)
                {
                    records.Add(record);
                }

                if (result.IsPartitionEOF || result.Offset.Value >= last)
                {
                    open.Remove(result.TopicPartition);
                }
            }

            metrics.CaughtUp(records.Count);
            await take(records);
        }
    }

    private static long OffsetIn(LivePosition position, TopicPartition partition) =>
        position[Array.FindIndex(LiveTopic.All, topic => topic.Name == partition.Topic), partition.Partition.Value];
}
