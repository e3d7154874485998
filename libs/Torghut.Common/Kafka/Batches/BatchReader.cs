using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Torghut.Common.Kafka.Batches;

/// <summary>
/// Reads a consumer's records in batches, in place and one after the other: no object, string or copy a record. Every message is given back when the reader
/// goes on to the next batch or ends, whatever happens meanwhile. The group is served only when the batch is used up, so that no record is handed out after
/// its partition was taken away. Used by one thread.
/// </summary>
/// <param name="queue">Where messages come from; ends with this.</param>
/// <param name="serve">Serves the group: rebalances, errors and logs of the client. It may call <see cref="Assign"/>, and throws what ends the session.</param>
/// <param name="capacity">Messages a batch.</param>
public sealed unsafe class BatchReader(IMessageQueue queue, Action serve, int capacity) : IDisposable
{
    private readonly nint[] _messages = new nint[capacity];
    private int _count;
    private int _next;
    private nint _lastTopic;
    private int _lastTopicNumber;
    private bool _disposed;

    /// <summary>Of a consumer that subscribes to the topics and calls <see cref="Assign"/> whenever partitions are assigned to it.</summary>
    public static BatchReader Of<TKey, TValue>(IConsumer<TKey, TValue> consumer, IReadOnlyList<string> topics, int capacity) =>
        new(new ConsumerQueue(consumer.Handle, topics), () => Serve(consumer), capacity);

    /// <summary>The record that <see cref="Read"/> came to. It is gone with the next call.</summary>
    public ConsumedRecord Current
    {
        get
        {
            var message = (NativeMessage*)_messages[_next - 1];
            return new ConsumedRecord(message, NumberOf(message->Topic));
        }
    }

    /// <summary>Takes over partitions, in the handler to which they are assigned.</summary>
    public void Assign(IEnumerable<TopicPartition> partitions) => queue.Add(partitions);

    /// <summary>Goes on to the next record.</summary>
    /// <param name="wait">How long to wait for one when there is none.</param>
    /// <param name="atMost">How many of them a new batch may have.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="KafkaException">A partition failed, or the client did. What comes after can be read on.</exception>
    public bool Read(TimeSpan wait, int atMost = int.MaxValue)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_next == _count && !Fill(wait, atMost))
        {
            return false;
        }

        var message = (NativeMessage*)_messages[_next++];
        return message->Error is (int)ErrorCode.NoError or (int)ErrorCode.Local_PartitionEOF ? true : throw Failure(message);
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        GiveBack();
        queue.Dispose();
    }

    private static void Serve<TKey, TValue>(IConsumer<TKey, TValue> consumer)
    {
        if (consumer.Consume(TimeSpan.Zero) is { } stray)
        {
            throw new InvalidOperationException($"{stray.TopicPartitionOffset} came past the reader: its partition was not given to it.");
        }
    }

    private bool Fill(TimeSpan wait, int atMost)
    {
        GiveBack();
        serve();
        _count = queue.Take(_messages.AsSpan(0, Math.Clamp(atMost, 0, _messages.Length)), wait);
        return _count > 0;
    }

    private void GiveBack()
    {
        var given = _messages.AsSpan(0, _count);
        (_count, _next) = (0, 0);
        queue.GiveBack(given);
    }

    private int NumberOf(nint topic)
    {
        // Records come in runs of one partition.
        if (topic != _lastTopic)
        {
            (_lastTopic, _lastTopicNumber) = (topic, queue.TopicOf(topic));
        }

        return _lastTopicNumber;
    }

    private static KafkaException Failure(NativeMessage* message)
    {
        var reason = message->Value == 0 ? "" : Marshal.PtrToStringUTF8(message->Value, checked((int)message->ValueSize));
        return new KafkaException(new Error((ErrorCode)message->Error, reason));
    }
}
