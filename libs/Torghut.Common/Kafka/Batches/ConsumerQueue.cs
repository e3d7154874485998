using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Torghut.Common.Kafka.Batches;

/// <summary>
/// A queue of our own in Confluent.Kafka's consumer: records of the partitions that it was given come here, while rebalances, errors of the client and its
/// logs stay where <see cref="IConsumer{TKey,TValue}"/> serves them. So no callback runs while a batch is taken, and no batch holds records from before and
/// after a rebalance. That a partition's queue is given another target before its partition is assigned, and then keeps it, is
/// <c>rd_kafka_queue_forward</c>'s own promise.
/// </summary>
public sealed unsafe class ConsumerQueue : IMessageQueue
{
    private readonly SafeHandle _client;
    private readonly nint _queue;
    private readonly nint[] _topics;
    private readonly string[] _names;
    private readonly HashSet<TopicPartition> _forwarded = [];
    private bool _disposed;

    /// <param name="handle">Of the consumer. It stays open until this is disposed of, whatever becomes of the consumer.</param>
    /// <param name="topics">What the consumer reads.</param>
    public ConsumerQueue(Handle handle, IReadOnlyList<string> topics)
    {
        _client = NativeHandle(handle);
        var held = false;
        _client.DangerousAddRef(ref held);
        var client = _client.DangerousGetHandle();
        _queue = LibRdKafkaConsumer.NewQueue(client);
        _names = [.. topics];

        // Held for as long as this lives, so that the pointer in a message names its topic and can be that of no other.
        _topics = [.. topics.Select(topic => LibRdKafkaConsumer.NewTopic(client, topic, 0)).Where(topic => topic != 0)];
        if (_topics.Length < topics.Count)
        {
            Dispose();
            throw new KafkaException(new Error(ErrorCode.Local_InvalidArg, $"one of {string.Join(", ", topics)} is no topic's name"));
        }
    }

    public void Add(IEnumerable<TopicPartition> partitions)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        foreach (var partition in partitions)
        {
            if (!TryForward(partition, _queue))
            {
                throw new KafkaException(new Error(ErrorCode.Local_UnknownPartition, $"{partition} has no queue"));
            }

            _forwarded.Add(partition);
        }
    }

    public int Take(Span<nint> messages, TimeSpan wait)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (messages.IsEmpty)
        {
            return 0;
        }

        fixed (nint* first = messages)
        {
            var taken = Take(first, messages.Length, 0);
            if (taken > 0 || wait <= TimeSpan.Zero)
            {
                return taken;
            }

            // The library would wait for a full batch: what comes first ends the wait, and what came with it is taken along.
            taken = Take(first, 1, (int)wait.TotalMilliseconds);
            return taken == 0 || messages.Length == 1 ? taken : taken + Take(first + 1, messages.Length - 1, 0);
        }
    }

    public void GiveBack(ReadOnlySpan<nint> messages)
    {
        foreach (var message in messages)
        {
            LibRdKafkaConsumer.DestroyMessage(message);
        }
    }

    public int TopicOf(nint topic)
    {
        var number = Array.IndexOf(_topics, topic);
        return number >= 0 ? number : Array.IndexOf(_names, Marshal.PtrToStringUTF8(LibRdKafkaConsumer.TopicName(topic)));
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;

        // A partition's queue would hold this one, and a message in it the partition.
        foreach (var partition in _forwarded)
        {
            TryForward(partition, 0);
        }

        LibRdKafkaConsumer.DestroyQueue(_queue);
        foreach (var topic in _topics)
        {
            LibRdKafkaConsumer.DestroyTopic(topic);
        }

        _client.DangerousRelease();
    }

    /// <summary>Confluent.Kafka keeps the native handle to itself; the package's version is pinned, and a test reads by this.</summary>
    private static SafeHandle NativeHandle(Handle handle) =>
        (SafeHandle?)typeof(Handle).GetProperty("LibrdkafkaHandle", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(handle)
        ?? throw new InvalidOperationException("This version of Confluent.Kafka has no native handle where it is expected.");

    private int Take(nint* messages, int count, int milliseconds) =>
        (int)Math.Max(0, LibRdKafkaConsumer.ConsumeBatch(_queue, milliseconds, messages, (nuint)count));

    private bool TryForward(TopicPartition partition, nint target)
    {
        var source = LibRdKafkaConsumer.PartitionQueue(_client.DangerousGetHandle(), partition.Topic, partition.Partition.Value);
        if (source == 0)
        {
            return false;
        }

        LibRdKafkaConsumer.Forward(source, target);
        LibRdKafkaConsumer.DestroyQueue(source);
        return true;
    }
}
