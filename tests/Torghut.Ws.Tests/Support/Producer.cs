using System.Collections.Concurrent;
using System.Text;
using Torghut.Contracts.Codecs;
using Torghut.Ws.Publishing;

namespace Torghut.Ws.Tests.Support;

/// <summary>Keeps what it is given, after it refused as often as told. Safe for concurrent use.</summary>
internal sealed class Producer : IRecordProducer
{
    private readonly ConcurrentQueue<SentRecord> _sent = new();

    /// <summary>What is said to be in flight, and left by a flush.</summary>
    public int InFlight { get; set; }

    public int Taken => _sent.Count;

    /// <summary>The value that was taken last.</summary>
    public byte[] Last => _sent.LastOrDefault()?.Value ?? [];

    public IReadOnlyList<SentRecord> Sent => [.. _sent];

    public int Refusals { get; set; }

    /// <summary>Called by a flush.</summary>
    public Action? Flushing { get; set; }

    public bool TryProduce(ProduceTopic topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long startedAt, ReadOnlySpan<byte> traceParent = default)
    {
        if (Refusals > 0)
        {
            Refusals--;
            return false;
        }

        _sent.Enqueue(new SentRecord(topic, Encoding.UTF8.GetString(key), value.ToArray()));
        return true;
    }

    /// <summary>The records of one topic, decoded.</summary>
    public IReadOnlyList<T> Read<T>(ProduceTopic topic, RecordCodec<T> codec)
        where T : struct => [.. _sent.Where(record => record.Topic == topic).Select(record => record.Read(codec))];

    public int Flush(CancellationToken cancellationToken)
    {
        Flushing?.Invoke();
        return InFlight;
    }

    public void Dispose()
    {
    }
}
