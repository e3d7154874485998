using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;
using Torghut.Common.Kafka.Batches;

namespace Torghut.Common.Tests.Kafka;

/// <summary>Hands out the messages that a test put in, a batch a call, and counts what comes back.</summary>
internal sealed class ScriptedQueue : IMessageQueue
{
    private readonly HashSet<nint> _out = [];

    public Queue<NativeMessage[]> Batches { get; } = new();

    public int Given { get; private set; }

    public int Back { get; private set; }

    public int Disposals { get; private set; }

    public static NativeMessage Message(ErrorCode code, long offset, string? value)
    {
        var message = new NativeMessage { Error = (int)code, Topic = 1, Offset = offset };
        if (value is not null)
        {
            var bytes = Encoding.UTF8.GetBytes(value);
            message.Value = Marshal.AllocHGlobal(Math.Max(1, bytes.Length));
            message.ValueSize = (nuint)bytes.Length;
            Marshal.Copy(bytes, 0, message.Value, bytes.Length);
        }

        return message;
    }

    public void Add(IEnumerable<TopicPartition> partitions)
    {
    }

    public int Take(Span<nint> messages, TimeSpan wait)
    {
        if (messages.IsEmpty || !Batches.TryDequeue(out var batch))
        {
            return 0;
        }

        var taken = Math.Min(batch.Length, messages.Length);
        for (var i = 0; i < taken; i++)
        {
            messages[i] = Marshal.AllocHGlobal(Marshal.SizeOf<NativeMessage>());
            Marshal.StructureToPtr(batch[i], messages[i], fDeleteOld: false);
            _out.Add(messages[i]);
        }

        Given += taken;
        return taken;
    }

    public void GiveBack(ReadOnlySpan<nint> messages)
    {
        foreach (var message in messages)
        {
            Assert.That(_out.Remove(message), Is.True, "given back once");
            Marshal.FreeHGlobal(Marshal.PtrToStructure<NativeMessage>(message).Value);
            Marshal.FreeHGlobal(message);
            Back++;
        }
    }

    public int TopicOf(nint topic) => (int)topic - 1;

    public void Dispose() => Disposals++;
}
