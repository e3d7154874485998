using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Ws.Publishing;

namespace Torghut.Ws.Resume;

/// <summary>One connection for reading the service's own topics. Records that cannot be decoded are stepped over. Not safe for concurrent use.</summary>
internal sealed class OwnTopicReader : IDisposable
{
    /// <summary>Nothing is committed under it; the client must have one.</summary>
    private const string Group = "torghut-ws-own-topics";

    private readonly TopicNames _topics;
    private readonly ISchemaSource _registry;
    private readonly TimeProvider _time;
    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly IAdminClient _admin;

    public OwnTopicReader(KafkaConnection connection, TopicNames topics, ISchemaSource registry, TimeProvider time, Action<Error> onError, ILogger logger)
    {
        _topics = topics;
        _registry = registry;
        _time = time;
        var config = connection.ToConsumerConfig(Group);
        config.IsolationLevel = IsolationLevel.ReadUncommitted;
        config.EnablePartitionEof = true;
        config.FetchWaitMaxMs = 50;
        _consumer = new ConsumerBuilder<byte[]?, byte[]?>(config)
            .SetLogHandler((_, message) => KafkaClientLog.Write(logger, message))
            .SetErrorHandler((_, error) => onError(error))
            .Build();
        _admin = new DependentAdminClientBuilder(_consumer.Handle).Build();
    }

    /// <summary>Numbers of a topic's partitions.</summary>
    /// <exception cref="KafkaException">The cluster does not answer, or not to this user.</exception>
    public IReadOnlyList<int> Partitions(ProduceTopic topic) => [.. Tail(topic).Whole().Select(range => range.Partition.Partition.Value)];

    /// <summary>The last records of each partition.</summary>
    /// <inheritdoc cref="Partitions" path="/exception"/>
    /// <exception cref="SchemaSourceException">The registry cannot be read.</exception>
    public Task<List<OwnRecord<T>>> EndsAsync<T>(ProduceTopic topic, RecordCodec<T> codec, int mostOfEach, CancellationToken cancellationToken)
        where T : struct
    {
        var tail = Tail(topic);
        return DecodeAsync(tail.Read(tail.Whole().Select(range => range.Last(mostOfEach)), cancellationToken), codec, cancellationToken);
    }

    /// <summary>The records since an instant, the last ones where there are too many.</summary>
    /// <inheritdoc cref="EndsAsync" path="/exception"/>
    public Task<List<OwnRecord<T>>> SinceAsync<T>(
        ProduceTopic topic, RecordCodec<T> codec, DateTimeOffset instant, int most, CancellationToken cancellationToken)
        where T : struct
    {
        var tail = Tail(topic);
        var ranges = tail.Since(instant);
        return DecodeAsync(tail.Read(ranges.Select(range => range.Last(most / ranges.Count)), cancellationToken), codec, cancellationToken);
    }

    public void Dispose()
    {
        _admin.Dispose();
        _consumer.Dispose();
    }

    private TopicTail Tail(ProduceTopic topic) => new(_consumer, _admin, _topics[topic]);

    private async Task<List<OwnRecord<T>>> DecodeAsync<T>(
        IEnumerable<ConsumeResult<byte[]?, byte[]?>> records, RecordCodec<T> codec, CancellationToken cancellationToken)
        where T : struct
    {
        var decoder = new RecordDecoder<T>(codec, _registry, _time);
        var decoded = new List<OwnRecord<T>>();
        foreach (var record in records)
        {
            var result = await decoder.DecodeAsync(record.Message.Value, cancellationToken);
            if (result.IsSuccess)
            {
                decoded.Add(new OwnRecord<T>(record.Partition.Value, result.Value));
            }
        }

        return decoded;
    }
}
