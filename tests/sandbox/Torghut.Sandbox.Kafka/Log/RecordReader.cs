using Torghut.Sandbox.Kafka.Compression;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Log;

/// <summary>Where one record lies in its batch's opened records.</summary>
internal readonly record struct RecordView(long Offset, long Timestamp, Range Bytes, Range? Key, bool HasValue);

/// <summary>Opens a batch and walks its records; used where a batch cannot be treated as a whole.</summary>
internal static class RecordReader
{
    /// <summary>The records of a batch with their bytes; null when its codec cannot be opened here.</summary>
    /// <exception cref="InvalidDataException">The batch is not what its head says.</exception>
    public static (ReadOnlyMemory<byte> Bytes, IReadOnlyList<RecordView> Records)? Read(ReadOnlyMemory<byte> batch)
    {
        var header = BatchHeader.Read(batch.Span);
        if (!BatchCodec.CanOpen(header.Codec))
            return null;
        var bytes = BatchCodec.Open(header.Codec, batch[BatchHeader.Length..]);
        return (bytes, Walk(bytes.Span, header));
    }

    private static List<RecordView> Walk(ReadOnlySpan<byte> records, in BatchHeader header)
    {
        var views = new List<RecordView>(Math.Min(header.RecordCount, records.Length));
        var appendTime = (header.Attributes & BatchHeader.TimestampTypeBit) != 0;
        var position = 0;
        for (var i = 0; i < header.RecordCount; i++)
        {
            var start = position;
            var length = Varint(records, ref position);
            if (length <= 0 || length > records.Length - position)
                throw new InvalidDataException("A record is longer than its batch");
            var end = position + (int)length;
            var record = records[..end];
            position++;
            var timestamp = header.BaseTimestamp + Varint(record, ref position);
            var offset = header.BaseOffset + Varint(record, ref position);
            var keyLength = Varint(record, ref position);
            if (keyLength > end - position)
                throw new InvalidDataException("A key is longer than its record");
            Range? key = keyLength < 0 ? null : new Range(position, position + (int)keyLength);
            position += (int)Math.Max(keyLength, 0);
            var hasValue = Varint(record, ref position) >= 0;
            views.Add(new RecordView(offset, appendTime ? header.MaxTimestamp : timestamp, new Range(start, end), key, hasValue));
            position = end;
        }
        return views;
    }

    private static long Varint(ReadOnlySpan<byte> data, ref int position)
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (position >= data.Length)
                throw new InvalidDataException("A record ends in the middle of a number");
            var next = data[position++];
            value |= unchecked((ulong)(next & 0x7f) << shift);
            if ((next & 0x80) == 0)
                return unchecked((long)(value >> 1) ^ -(long)(value & 1));
        }
        throw new InvalidDataException("A varint is longer than ten bytes");
    }
}
