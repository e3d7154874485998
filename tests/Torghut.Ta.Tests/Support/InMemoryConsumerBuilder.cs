using Confluent.Kafka;
using Torghut.Testing;

namespace Torghut.Ta.Tests.Support;

/// <summary>Makes consumers of an <see cref="InMemoryKafka"/>: the only member of a group, or one that is told what to read.</summary>
internal sealed class InMemoryConsumerBuilder<TKey, TValue>(InMemoryKafka kafka)
    : ConsumerBuilder<TKey, TValue>(new ConsumerConfig { GroupId = "group" }), IInMemoryMember
{
    private readonly SortedDictionary<string, (TopicPartition Log, long Next, bool Ended)> _assigned = new(StringComparer.Ordinal);
    private readonly HashSet<TopicPartition> _paused = [];
    private List<string> _subscribed = [];
    private IConsumer<TKey, TValue> _consumer = null!;

    public override IConsumer<TKey, TValue> Build()
    {
        _consumer = Script();
        kafka.Consumers[_consumer] = this;
        return _consumer;
    }

    public void ServeGroup()
    {
        if (kafka.Rebalances.TryDequeue(out var rebalance))
        {
            Release(rebalance == Rebalance.Lose ? PartitionsLostHandler : PartitionsRevokedHandler);
        }

        Join();
    }

    public (TopicPartition Log, long Offset, KafkaRecord? Record)? Next()
    {
        foreach (var (log, next, ended) in _assigned.Values.Where(assigned => !_paused.Contains(assigned.Log)).ToList())
        {
            if (kafka.At(log, next) is { } record)
            {
                _assigned[KeyOf(log)] = (log, next + 1, false);
                return (log, next, record);
            }

            if (!ended)
            {
                _assigned[KeyOf(log)] = (log, next, true);
                return (log, next, null);
            }
        }

        return null;
    }

    private IConsumer<TKey, TValue> Script() => ScriptedClient.Of<IConsumer<TKey, TValue>>((member, arguments) =>
    {
        switch (member)
        {
            case "Subscribe":
                _subscribed = [.. (IEnumerable<string>)arguments[0]!];
                break;
            case "Assign":
                Take((IEnumerable<TopicPartitionOffset>)arguments[0]!);
                break;
            case "get_Assignment":
                return _assigned.Values.Select(assigned => assigned.Log).ToList();
            case "Consume":
                return Consume((TimeSpan)arguments[0]!);
            case "Position":
                return new Offset(_assigned.TryGetValue(KeyOf((TopicPartition)arguments[0]!), out var at) && at.Next > 0 ? at.Next : Offset.Unset);
            case "GetWatermarkOffsets" or "QueryWatermarkOffsets":
                return kafka.Ends((TopicPartition)arguments[0]!);
            case "Committed":
                return ((IEnumerable<TopicPartition>)arguments[0]!).Select(kafka.Committed).ToList();
            case "StoreOffset":
                kafka.Store("store", (TopicPartitionOffset)arguments[0]!);
                break;
            case "Commit":
                foreach (var offset in (IEnumerable<TopicPartitionOffset>)arguments[0]!)
                {
                    kafka.Store("commit", offset);
                }

                break;
            case "Pause":
                Note("pause", (IEnumerable<TopicPartition>)arguments[0]!, _paused.Add);
                break;
            case "Resume":
                Note("resume", (IEnumerable<TopicPartition>)arguments[0]!, _paused.Remove);
                break;
            case "Close":
                Release(PartitionsRevokedHandler);
                break;
            case "Dispose":
                kafka.Disposed.Enqueue(_consumer);
                break;
        }

        return null;
    });

    private static string KeyOf(TopicPartition log) => $"{log.Topic}/{log.Partition.Value:D4}";

    private ConsumeResult<TKey, TValue>? Consume(TimeSpan wait)
    {
        ServeGroup();
        if (Next() is not { } next)
        {
            if (wait > TimeSpan.Zero)
            {
                Thread.Yield();
            }

            return null;
        }

        return next.Record is { } record
            ? Result(next.Log, next.Offset, record)
            : new ConsumeResult<TKey, TValue> { Topic = next.Log.Topic, Partition = next.Log.Partition, Offset = next.Offset, IsPartitionEOF = true };
    }

    private void Join()
    {
        if (_subscribed.Count == 0 || _assigned.Count > 0)
        {
            return;
        }

        var logs = _subscribed.SelectMany(topic => Enumerable.Range(0, kafka.PartitionsOf(topic)).Select(number => new TopicPartition(topic, number))).ToList();
        Take(PartitionsAssignedHandler(_consumer, logs));
    }

    private void Take(IEnumerable<TopicPartitionOffset> starts)
    {
        foreach (var start in starts)
        {
            _assigned[KeyOf(start.TopicPartition)] = (start.TopicPartition, Math.Max(start.Offset.Value, kafka.Ends(start.TopicPartition).Low.Value), false);
        }
    }

    private void Release(Func<IConsumer<TKey, TValue>, List<TopicPartitionOffset>, IEnumerable<TopicPartitionOffset>>? handler)
    {
        if (_assigned.Count > 0)
        {
            handler?.Invoke(_consumer, [.. _assigned.Values.Select(assigned => new TopicPartitionOffset(assigned.Log, assigned.Next))]);
        }

        _assigned.Clear();
        _paused.Clear();
    }

    private void Note(string verb, IEnumerable<TopicPartition> logs, Func<TopicPartition, bool> note)
    {
        foreach (var log in logs)
        {
            note(log);
            kafka.Calls.Enqueue($"{verb} {log.Topic}/{log.Partition.Value}");
        }
    }

    private ConsumeResult<TKey, TValue> Result(TopicPartition log, long offset, KafkaRecord record)
    {
        var context = new SerializationContext(MessageComponentType.Value, log.Topic);
        var key = KeyDeserializer is { } keys ? keys.Deserialize(record.Key, record.Key is null, context) : (TKey)(object?)record.Key!;
        var value = ValueDeserializer is { } values ? values.Deserialize(record.Value, record.Value is null, context) : (TValue)(object?)record.Value!;
        return new ConsumeResult<TKey, TValue>
        {
            Topic = log.Topic,
            Partition = log.Partition,
            Offset = offset,
            Message = new Message<TKey, TValue> { Key = key, Value = value },
        };
    }
}
