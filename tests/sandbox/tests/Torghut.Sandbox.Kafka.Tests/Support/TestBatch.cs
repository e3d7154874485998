using System.Buffers.Binary;
using System.Text;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Tests.Support;

/// <summary>Builds record batches by hand, after the published format.</summary>
internal sealed record TestBatch
{
    public IReadOnlyList<string> Values { get; init; } = ["value"];

    public bool HasKeys { get; init; } = true;

    public long ProducerId { get; init; } = -1;

    public short Epoch { get; init; } = -1;

    public int Sequence { get; init; } = -1;

    public bool IsTransactional { get; init; }

    /// <summary>Milliseconds since the epoch; now, as retention counts from it.</summary>
    public long Timestamp { get; init; } = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public Codec Codec { get; init; }

    /// <summary>Makes the body out of the records; may be replaced by what no client does.</summary>
    public Func<Codec, byte[], byte[]> Compress { get; init; } = Compressor.Compress;

    public byte[] Build()
    {
        using var records = new WireWriter();
        for (var i = 0; i < Values.Count; i++)
        {
            WriteRecord(records, i, Values[i]);
        }

        byte[] batch = [.. new byte[BatchHeader.Length], .. Compress(Codec, records.Written.ToArray())];
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(8), batch.Length - BatchHeader.LogOverhead);
        batch[16] = 2;
        BinaryPrimitives.WriteInt16BigEndian(batch.AsSpan(21), (short)((int)Codec + (IsTransactional ? BatchHeader.TransactionalBit : 0)));
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(23), Values.Count - 1);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(27), Timestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(35), Timestamp + Values.Count - 1);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(43), ProducerId);
        BinaryPrimitives.WriteInt16BigEndian(batch.AsSpan(51), Epoch);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(53), Sequence);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(57), Values.Count);
        BatchHeader.Seal(batch);
        return batch;
    }

    private void WriteRecord(WireWriter batch, int index, string value)
    {
        using var record = new WireWriter();
        record.Int8(0);
        Varint(record, index);
        Varint(record, index);
        if (HasKeys)
        {
            Varint(record, 3);
            record.Raw("key"u8);
        }
        else
        {
            Varint(record, -1);
        }

        var bytes = Encoding.UTF8.GetBytes(value);
        Varint(record, bytes.Length);
        record.Raw(bytes);
        Varint(record, 0);
        Varint(batch, record.Length);
        batch.Raw(record.Written.Span);
    }

    private static void Varint(WireWriter writer, int value) => writer.UnsignedVarint(unchecked((uint)((value << 1) ^ (value >> 31))));
}
