using System.Buffers.Binary;

namespace Torghut.Sandbox.Kafka.Protocol;

/// <summary>The one-record batch that ends a transaction in a partition.</summary>
internal static class ControlBatch
{
    private const short AbortType = 0;
    private const short CommitType = 1;
    private const int RecordSize = 17;
    private const int KeyPosition = BatchHeader.Length + 5;

    public const int Size = BatchHeader.Length + RecordSize;

    public static byte[] Build(long producerId, short epoch, bool commit, int coordinatorEpoch, long timestamp)
    {
        var batch = new byte[Size];
        var span = batch.AsSpan();
        BinaryPrimitives.WriteInt32BigEndian(span[8..], Size - BatchHeader.LogOverhead);
        span[16] = 2;
        BinaryPrimitives.WriteInt16BigEndian(span[21..], BatchHeader.TransactionalBit | BatchHeader.ControlBit);
        BinaryPrimitives.WriteInt64BigEndian(span[27..], timestamp);
        BinaryPrimitives.WriteInt64BigEndian(span[35..], timestamp);
        BinaryPrimitives.WriteInt64BigEndian(span[43..], producerId);
        BinaryPrimitives.WriteInt16BigEndian(span[51..], epoch);
        BinaryPrimitives.WriteInt32BigEndian(span[53..], -1);
        BinaryPrimitives.WriteInt32BigEndian(span[57..], 1);

        // One record; its lengths are zigzag varints: 16 bytes, no attributes, deltas 0, a key of 4, a value of 6, no headers.
        var record = span[BatchHeader.Length..];
        record[0] = 16 << 1;
        record[4] = 4 << 1;
        BinaryPrimitives.WriteInt16BigEndian(record[7..], commit ? CommitType : AbortType);
        record[9] = 6 << 1;
        BinaryPrimitives.WriteInt32BigEndian(record[12..], coordinatorEpoch);
        BatchHeader.Seal(span);
        return batch;
    }

    /// <summary>Whether a control batch read back from the log commits its transaction.</summary>
    public static bool IsCommit(ReadOnlySpan<byte> batch) =>
        BinaryPrimitives.ReadInt16BigEndian(batch[(KeyPosition + 2)..]) == CommitType;
}
