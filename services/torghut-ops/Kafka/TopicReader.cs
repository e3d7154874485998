using Confluent.Kafka;
using Torghut.Common.Kafka;

namespace Torghut.Ops.Kafka;

/// <summary>Reads committed records of one topic. It joins no group and commits nothing, so that nobody's position changes.</summary>
internal sealed class TopicReader : IDisposable
{
    /// <summary>The client asks for a name; nothing is ever committed under it.</summary>
    private const string NoGroup = "torghut-ops-reader";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly string _topic;
    private readonly TimeProvider _time;

    public TopicReader(KafkaConnection connection, string topic, TimeProvider time)
    {
        var config = connection.ToConsumerConfig(NoGroup);
        config.EnablePartitionEof = true;
        config.AutoOffsetReset = AutoOffsetReset.Error;
        _topic = topic;
        _time = time;
        _consumer = new ConsumerBuilder<byte[]?, byte[]?>(config)
            .SetLogHandler(static (_, _) => { })
            .SetErrorHandler(static (_, _) => { })
            .Build();
    }

    /// <summary>The topic's partitions; none when there is no such topic.</summary>
    /// <exception cref="KafkaException">No broker answered.</exception>
    public IReadOnlyList<int> Partitions()
    {
        using var admin = new DependentAdminClientBuilder(_consumer.Handle).Build();
        var topics = admin.GetMetadata(_topic, Timeout).Topics;
        return [.. topics.Where(topic => topic.Topic == _topic).SelectMany(topic => topic.Partitions).Select(partition => partition.PartitionId)];
    }

    /// <summary>The last records of every partition, in the order of their times.</summary>
    /// <exception cref="KafkaException">A broker did not answer in time.</exception>
    public IReadOnlyList<TopicRecord> Last(int count, CancellationToken cancellationToken)
    {
        var starts = Partitions().Select(partition => new TopicPartition(_topic, partition)).Select(partition =>
        {
            var marks = _consumer.QueryWatermarkOffsets(partition, Timeout);
            return new TopicPartitionOffset(partition, Math.Max(marks.Low.Value, marks.High.Value - count));
        });
        _consumer.Assign(starts);
        var records = ReadToEnd(_consumer.Assignment.Count, int.MaxValue, cancellationToken);
        return [.. records.OrderBy(record => record.Timestamp).ThenBy(record => record.Partition).ThenBy(record => record.Offset).TakeLast(count)];
    }

    /// <summary>Records of one partition from an offset on.</summary>
    /// <exception cref="KafkaException">A broker did not answer in time, or the log no longer, or not yet, holds that offset.</exception>
    public IReadOnlyList<TopicRecord> From(int partition, long offset, int count, CancellationToken cancellationToken)
    {
        _consumer.Assign(new TopicPartitionOffset(_topic, partition, offset));
        return ReadToEnd(1, count, cancellationToken);
    }

    /// <summary>What is appended from now on, until cancelled.</summary>
    public IEnumerable<TopicRecord> Follow(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (_consumer.Consume(Poll) is { IsPartitionEOF: false } read)
            {
                yield return Record(read);
            }
        }
    }

    public void Dispose() => _consumer.Dispose();

    /// <summary>Committed records of what a client is assigned, to the ends that its partitions have when they are reached.</summary>
    /// <param name="consumer">It tells of ends (<c>enable.partition.eof</c>).</param>
    /// <param name="partitions">How many it is assigned.</param>
    /// <param name="timeout">Longest time without a record or an end.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <exception cref="KafkaException">A broker did not answer in time.</exception>
    public static IEnumerable<ConsumeResult<byte[]?, byte[]?>> ToEnds(
        IConsumer<byte[]?, byte[]?> consumer, int partitions, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var ended = new HashSet<TopicPartition>();
        var moved = time.GetTimestamp();
        while (ended.Count < partitions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (consumer.Consume(Poll) is not { } read)
            {
                if (time.GetElapsedTime(moved) > timeout)
                {
                    throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "no record and no end of the log in time"));
                }

                continue;
            }

            moved = time.GetTimestamp();
            if (read.IsPartitionEOF)
            {
                ended.Add(read.TopicPartition);
            }
            else
            {
                yield return read;
            }
        }
    }

    private List<TopicRecord> ReadToEnd(int partitions, int count, CancellationToken cancellationToken) =>
        [.. ToEnds(_consumer, partitions, Timeout, _time, cancellationToken).Take(count).Select(Record)];

    private static TopicRecord Record(ConsumeResult<byte[]?, byte[]?> read) => new(
        read.Topic, read.Partition.Value, read.Offset.Value, new DateTimeOffset(read.Message.Timestamp.UtcDateTime, TimeSpan.Zero), read.Message.Key,
        read.Message.Value);
}
