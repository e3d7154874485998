using System.Buffers.Binary;
using Torghut.Ws.Publishing;

namespace Torghut.Bench.Ws;

/// <summary>Keeps what it is given as bytes: topic (8 bits), key's length (8), key, value's length (16), value.</summary>
internal sealed class CollectingProducer : IRecordProducer
{
    private readonly MemoryStream _bytes = new();
    private readonly List<ProduceTopic> _topics = [];

    public int InFlight => 0;

    public int Count { get; private set; }

    public List<(byte[] Key, byte[] Value)> Records { get; } = [];

    /// <summary>The values of a topic.</summary>
    public IReadOnlyList<byte[]> ValuesOf(ProduceTopic topic) => [.. Records.Zip(_topics).Where(pair => pair.Second == topic).Select(pair => pair.First.Value)];

    public ReadOnlySpan<byte> Bytes => _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length);

    public bool TryProduce(ProduceTopic topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long startedAt, ReadOnlySpan<byte> traceParent = default)
    {
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)value.Length);
        _bytes.WriteByte((byte)topic);
        _bytes.WriteByte((byte)key.Length);
        _bytes.Write(key);
        _bytes.Write(length);
        _bytes.Write(value);
        _topics.Add(topic);
        Records.Add((key.ToArray(), value.ToArray()));
        Count++;
        return true;
    }

    public int Flush(CancellationToken cancellationToken) => 0;

    public void Dispose() => _bytes.Dispose();
}
