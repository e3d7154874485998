using System.Runtime.InteropServices;
using Confluent.Kafka;
using Torghut.Common.Kafka.Batches;

namespace Torghut.Ta.Tests.Support;

/// <summary>Gives a member's records as librdkafka does: messages in native memory, which somebody must give back.</summary>
internal sealed class InMemoryMessageQueue(IInMemoryMember member, IReadOnlyList<string> topics) : IMessageQueue
{
    private readonly HashSet<nint> _out = [];

    public void Add(IEnumerable<TopicPartition> partitions)
    {
    }

    public int Take(Span<nint> messages, TimeSpan wait)
    {
        var taken = 0;
        while (taken < messages.Length && member.Next() is { } next)
        {
            messages[taken++] = Message(next.Log, next.Offset, next.Record);
        }

        if (taken == 0 && wait > TimeSpan.Zero)
        {
            Thread.Yield();
        }

        return taken;
    }

    public void GiveBack(ReadOnlySpan<nint> messages)
    {
        foreach (var message in messages)
        {
            if (!_out.Remove(message))
            {
                throw new InvalidOperationException("A message was given back twice.");
            }

            var read = Marshal.PtrToStructure<NativeMessage>(message);
            Marshal.FreeHGlobal(read.Key);
            Marshal.FreeHGlobal(read.Value);
            Marshal.FreeHGlobal(message);
        }
    }

    public int TopicOf(nint topic) => (int)topic - 1;

    public void Dispose()
    {
        if (_out.Count > 0)
        {
            throw new InvalidOperationException($"{_out.Count} messages were not given back.");
        }
    }

    private nint Message(TopicPartition log, long offset, KafkaRecord? record)
    {
        var message = new NativeMessage
        {
            Error = (int)(record is null ? ErrorCode.Local_PartitionEOF : ErrorCode.NoError),
            Topic = topics.ToList().IndexOf(log.Topic) + 1,
            Partition = log.Partition.Value,
            Offset = offset,
        };
        (message.Key, message.KeySize) = Copy(record?.Key);
        (message.Value, message.ValueSize) = Copy(record?.Value);
        var pointer = Marshal.AllocHGlobal(Marshal.SizeOf<NativeMessage>());
        Marshal.StructureToPtr(message, pointer, fDeleteOld: false);
        _out.Add(pointer);
        return pointer;
    }

    private static (nint Pointer, nuint Size) Copy(byte[]? bytes)
    {
        if (bytes is null)
        {
            return (0, 0);
        }

        var pointer = Marshal.AllocHGlobal(Math.Max(1, bytes.Length));
        Marshal.Copy(bytes, 0, pointer, bytes.Length);
        return (pointer, (nuint)bytes.Length);
    }
}
