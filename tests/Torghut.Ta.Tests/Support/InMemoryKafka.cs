using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Kafka;
using Torghut.Common.Kafka.Batches;
using Torghut.Ta.Kafka;
using Torghut.Testing;

namespace Torghut.Ta.Tests.Support;

/// <summary>
/// Kafka in memory, as far as compute, sink and savepoints use it: logs, offsets of groups, transactions. A group's only member gets every partition. What it
/// is asked in an order that matters stands in <see cref="Calls"/>.
/// </summary>
internal sealed class InMemoryKafka(TaKafkaOptions options, int partitions = 1) : KafkaClients(options, NullLogger<KafkaClients>.Instance)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TopicPartition, List<KafkaRecord>> _logs = [];
    private readonly Dictionary<TopicPartition, long> _lows = [];
    private readonly Dictionary<TopicPartition, int> _hidden = [];
    private readonly Dictionary<TopicPartition, long> _offsets = [];

    /// <summary>Requests that change something, in their order: of producers by transactional id, of consumers by log and offset.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>The consumers that were made.</summary>
    public ConcurrentDictionary<object, IInMemoryMember> Consumers { get; } = new();

    /// <summary>Those that were disposed of.</summary>
    public ConcurrentQueue<object> Disposed { get; } = new();

    /// <summary>Members that the group has, for those who describe it.</summary>
    public int Members { get; set; }

    /// <summary>How many partitions a topic has when not as many as the others.</summary>
    public Dictionary<string, int> PartitionCounts { get; } = [];

    /// <summary>Throws what a producer's member of this name is to throw; null for nothing.</summary>
    public Action<string>? Failing { get; set; }

    /// <summary>What becomes of records outside of transactions.</summary>
    public ErrorCode Delivery { get; set; } = ErrorCode.NoError;

    /// <summary>What the group has committed, by log.</summary>
    public IReadOnlyDictionary<TopicPartition, long> Offsets
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<TopicPartition, long>(_offsets);
            }
        }
    }

    /// <summary>What the next poll of a member does before it takes a record.</summary>
    public ConcurrentQueue<Rebalance> Rebalances { get; } = new();

    public IReadOnlyList<KafkaRecord> Log(string topic, int partition = 0)
    {
        lock (_lock)
        {
            return [.. LogOf(new TopicPartition(topic, partition))];
        }
    }

    public void Append(string topic, int partition, byte[]? key, byte[]? value)
    {
        lock (_lock)
        {
            LogOf(new TopicPartition(topic, partition)).Add(new KafkaRecord(key, value));
        }
    }

    /// <summary>Makes a log begin at an offset, as retention does.</summary>
    public void Cut(string topic, int partition, long low)
    {
        lock (_lock)
        {
            _lows[new TopicPartition(topic, partition)] = low;
        }
    }

    /// <summary>Keeps the last records of a log from readers of what is committed: a transaction of theirs is open.</summary>
    public void Hide(string topic, int partition, int records)
    {
        lock (_lock)
        {
            _hidden[new TopicPartition(topic, partition)] = records;
        }
    }

    public void SetOffset(string topic, int partition, long offset)
    {
        lock (_lock)
        {
            _offsets[new TopicPartition(topic, partition)] = offset;
        }
    }

    public override IAdminClient Admin() => ScriptedClient.Of<IAdminClient>((member, arguments) => member switch
    {
        nameof(IAdminClient.GetMetadata) => Describe((string)arguments[0]!),
        nameof(IAdminClient.DescribeConsumerGroupsAsync) => Task.FromResult(new DescribeConsumerGroupsResult
        {
            ConsumerGroupDescriptions =
                [new ConsumerGroupDescription { Members = [.. Enumerable.Range(0, Members).Select(_ => new MemberDescription())] }],
        }),
        _ => null,
    });

    public override IEndOffsetClient EndOffsets(IsolationLevel isolation) => ScriptedClient.Of<IEndOffsetClient>((member, arguments) =>
        member == nameof(IEndOffsetClient.Ask)
            ? ((IReadOnlyCollection<TopicPartition>)arguments[0]!).Select(log => new TopicPartitionOffset(log, EndOf(log, isolation))).ToList()
            : null);

    public override ConsumerBuilder<TKey, TValue> Consumer<TKey, TValue>(string groupId, OffsetReset reset, bool member = true, bool showsOffsets = false) =>
        new InMemoryConsumerBuilder<TKey, TValue>(this);

    public override BatchReader Reader(IConsumer<Ignore, Ignore> consumer, IReadOnlyList<string> topics, int capacity) =>
        new(new InMemoryMessageQueue(Consumers[consumer], topics), Consumers[consumer].ServeGroup, capacity);

    public override ProducerBuilder<byte[]?, byte[]> Producer(string? transactionalId) => new InMemoryProducerBuilder(this, transactionalId);

    internal int PartitionsOf(string topic) => PartitionCounts.GetValueOrDefault(topic, partitions);

    internal WatermarkOffsets Ends(TopicPartition log)
    {
        lock (_lock)
        {
            return new WatermarkOffsets(_lows.GetValueOrDefault(log), EndOf(log, IsolationLevel.ReadCommitted));
        }
    }

    /// <summary>The record at an offset; null where a reader of what is committed comes to the end.</summary>
    internal KafkaRecord? At(TopicPartition log, long offset)
    {
        lock (_lock)
        {
            return offset < EndOf(log, IsolationLevel.ReadCommitted) ? LogOf(log)[(int)offset] : null;
        }
    }

    internal void Store(string verb, TopicPartitionOffset offset)
    {
        lock (_lock)
        {
            Calls.Enqueue($"{verb} {offset.Topic}/{offset.Partition.Value}@{offset.Offset.Value}");
            _offsets[offset.TopicPartition] = offset.Offset.Value;
        }
    }

    internal TopicPartitionOffset Committed(TopicPartition log)
    {
        lock (_lock)
        {
            return new TopicPartitionOffset(log, _offsets.TryGetValue(log, out var offset) ? offset : Offset.Unset);
        }
    }

    private List<KafkaRecord> LogOf(TopicPartition log) => _logs.TryGetValue(log, out var records) ? records : _logs[log] = [];

    private long EndOf(TopicPartition log, IsolationLevel isolation)
    {
        lock (_lock)
        {
            return LogOf(log).Count - (isolation == IsolationLevel.ReadCommitted ? _hidden.GetValueOrDefault(log) : 0);
        }
    }

    private Metadata Describe(string topic) => new(
        [],
        [new TopicMetadata(
            topic, [.. Enumerable.Range(0, PartitionsOf(topic)).Select(number => new PartitionMetadata(number, 1, [1], [1], ErrorCode.NoError))],
            ErrorCode.NoError)],
        1,
        "broker");
}
