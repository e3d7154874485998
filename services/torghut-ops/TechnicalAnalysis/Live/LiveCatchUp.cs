using Confluent.Kafka;
using Torghut.Ops.Kafka;

namespace Torghut.Ops.TechnicalAnalysis.Live;

/// <summary>
/// Reads what a stream that resumes has missed and the buffer does not hold any more, from the logs themselves. Bounded in records and in readers at once.
/// </summary>
internal sealed class LiveCatchUp(KafkaTargetOptions target, TopicSchemas schemas, LiveOptions options, LiveMetrics metrics, TimeProvider time) : IDisposable
{
    private const int MostAtOnce = 500;

    /// <summary>Offsets of a part: what a stream holds in memory, and how long others wait for their turn.</summary>
    private const int MostOfAPart = 10_000;

    /// <summary>Longest time without a record or an end of a log.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>Each costs a client with its connections. A turn is over when a part is read: however slowly it is taken, it holds up nobody else.</summary>
    private readonly SemaphoreSlim _turns = new(4);

    /// <summary>Reads from one position towards another, as far as a part goes.</summary>
    /// <param name="from">Where the stream was. It is not changed.</param>
    /// <param name="end">Where the buffer begins or goes on.</param>
    /// <param name="symbols">Records of others are passed over.</param>
    /// <param name="cancellationToken">The client is gone.</param>
    /// <exception cref="KafkaException">A broker did not answer in time.</exception>
    public async Task<LivePart> ReadAsync(LivePosition from, LivePosition end, IReadOnlySet<string> symbols, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            using var consumer = new LiveConsumer(target.Connection, tellsEnds: true, time);
            var (earliest, latest) = await consumer.EndsAsync();
            if (WhyNot(from, end, earliest, latest) is { } why)
            {
                return new LivePart(from, [], why);
            }

            var open = from.All.Where(at => at.Offset.Value < OffsetIn(end, at.TopicPartition)).ToDictionary(at => at.TopicPartition, at => at.Offset);
            if (open.Count == 0)
            {
                return new LivePart(end, [], Gap: null);
            }

            await consumer.AssignAsync(open.Select(at => new TopicPartitionOffset(at.Key, at.Value)));
            return await ReadAsync(consumer, [.. open.Keys], from.Copy(), end, symbols, cancellationToken);
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

    private async Task<LivePart> ReadAsync(
        LiveConsumer consumer, HashSet<TopicPartition> open, LivePosition reached, LivePosition end, IReadOnlySet<string> symbols,
        CancellationToken cancellationToken)
    {
        var decoder = new LiveDecoder(schemas.Require(), time);
        var records = new List<LiveRecord>();
        var (moved, passed) = (time.GetTimestamp(), 0);
        while (open.Count > 0 && passed < MostOfAPart)
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

            passed += read.Count;
            foreach (var result in read.Where(result => open.Contains(result.TopicPartition)))
            {
                var (topic, partition, last) = (TopicOf(result.TopicPartition), result.Partition.Value, OffsetIn(end, result.TopicPartition) - 1);
                if (!result.IsPartitionEOF && result.Offset.Value <= last && await decoder.DecodeAsync(result, cancellationToken) is { } record
                    && symbols.Contains(record.Symbol))
                {
                    records.Add(record);
                }

                if (result.IsPartitionEOF || result.Offset.Value >= last)
                {
                    open.Remove(result.TopicPartition);
                    reached[topic, partition] = last + 1;
                }
                else
                {
                    reached[topic, partition] = result.Offset.Value + 1;
                }
            }
        }

        metrics.CaughtUp(records.Count);
        return new LivePart(reached, records, Gap: null);
    }

    private static int TopicOf(TopicPartition partition) => Array.FindIndex(LiveTopic.All, topic => topic.Name == partition.Topic);

    private static long OffsetIn(LivePosition position, TopicPartition partition) =>
        position[TopicOf(partition), partition.Partition.Value];
}
