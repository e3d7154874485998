using System.Buffers.Binary;

namespace Torghut.Sandbox.Kafka.Protocol;

/// <summary>The fixed head of a record batch of format 2, as it lies on the wire and on disk.</summary>
internal readonly record struct BatchHeader(
    long BaseOffset,
    int Size,
    sbyte Magic,
    uint Crc,
    short Attributes,
    int LastOffsetDelta,
    long BaseTimestamp,
    long MaxTimestamp,
    long ProducerId,
    short ProducerEpoch,
    int BaseSequence,
    int RecordCount)
{
    /// <summary>Bytes of the head, up to and including the record count.</summary>
    public const int Length = 61;

    /// <summary>Bytes before the part that the batch's own length counts: base offset and length.</summary>
    public const int LogOverhead = 12;

    /// <summary>Where the checksummed part begins: the base offset and leader epoch before it may be rewritten.</summary>
    public const int ChecksumStart = 21;

    public const short TimestampTypeBit = 0x08;
    public const short TransactionalBit = 0x10;
    public const short ControlBit = 0x20;

    private const int MagicPosition = 16;
    private const int CrcPosition = 17;
    private const int MaxTimestampPosition = 35;

    public long LastOffset => BaseOffset + LastOffsetDelta;

    public long NextOffset => LastOffset + 1;

    public Codec Codec => (Codec)(Attributes & 0x07);

    public bool IsTransactional => (Attributes & TransactionalBit) != 0;

    public bool IsControl => (Attributes & ControlBit) != 0;

    public bool HasProducer => ProducerId >= 0;

    /// <summary>The sequence of the last record; sequences wrap to 0 after the largest int.</summary>
    public int LastSequence => (int)((BaseSequence + (long)LastOffsetDelta) & int.MaxValue);

    public static BatchHeader Read(ReadOnlySpan<byte> batch) => new(
        BinaryPrimitives.ReadInt64BigEndian(batch),
        unchecked(BinaryPrimitives.ReadInt32BigEndian(batch[8..]) + LogOverhead),
        unchecked((sbyte)batch[MagicPosition]),
        BinaryPrimitives.ReadUInt32BigEndian(batch[CrcPosition..]),
        BinaryPrimitives.ReadInt16BigEndian(batch[ChecksumStart..]),
        BinaryPrimitives.ReadInt32BigEndian(batch[23..]),
        BinaryPrimitives.ReadInt64BigEndian(batch[27..]),
        BinaryPrimitives.ReadInt64BigEndian(batch[MaxTimestampPosition..]),
        BinaryPrimitives.ReadInt64BigEndian(batch[43..]),
        BinaryPrimitives.ReadInt16BigEndian(batch[51..]),
        BinaryPrimitives.ReadInt32BigEndian(batch[53..]),
        BinaryPrimitives.ReadInt32BigEndian(batch[57..]));

    public bool ChecksumMatches(ReadOnlySpan<byte> batch) => Crc32C.Compute(batch[ChecksumStart..Size]) == Crc;

    /// <summary>Places a batch in the log. Neither field is covered by the checksum.</summary>
    public static void Place(Span<byte> batch, long baseOffset, int leaderEpoch)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch, baseOffset);
        BinaryPrimitives.WriteInt32BigEndian(batch[12..], leaderEpoch);
    }

    /// <summary>Stamps the batch with the time of its append, for topics that ask for it, and renews the checksum.</summary>
    public static void StampAppendTime(Span<byte> batch, long milliseconds)
    {
        var attributes = BinaryPrimitives.ReadInt16BigEndian(batch[ChecksumStart..]);
        BinaryPrimitives.WriteInt16BigEndian(batch[ChecksumStart..], (short)(attributes | TimestampTypeBit));
        BinaryPrimitives.WriteInt64BigEndian(batch[MaxTimestampPosition..], milliseconds);
        Seal(batch);
    }

    /// <summary>Adapts a copied head to fewer, uncompressed records. The offsets it spans stay, as sequences and offsets count on them.</summary>
    public static void Rewrite(Span<byte> batch, int recordCount, long maxTimestamp)
    {
        var attributes = BinaryPrimitives.ReadInt16BigEndian(batch[ChecksumStart..]);
        BinaryPrimitives.WriteInt32BigEndian(batch[8..], batch.Length - LogOverhead);
        BinaryPrimitives.WriteInt16BigEndian(batch[ChecksumStart..], (short)(attributes & ~0x07));
        BinaryPrimitives.WriteInt64BigEndian(batch[MaxTimestampPosition..], maxTimestamp);
        BinaryPrimitives.WriteInt32BigEndian(batch[57..], recordCount);
        Seal(batch);
    }

    /// <summary>Writes the checksum over a finished batch.</summary>
    public static void Seal(Span<byte> batch) =>
        BinaryPrimitives.WriteUInt32BigEndian(batch[CrcPosition..], Crc32C.Compute(batch[ChecksumStart..]));
}
