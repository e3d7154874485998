using Torghut.Sandbox.Kafka.Compression;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Log;

/// <summary>Opens a batch and walks its records; used where a batch cannot be treated as a whole.</summary>
internal static class RecordReader
{
    /// <summary>Decompresses a batch and checks that it holds the records its head says.</summary>
    /// <returns>Why it cannot be opened, by the code a producer is answered with; or none.</returns>
    public static ErrorCode TryOpen(ReadOnlyMemory<byte> batch, out OpenedBatch opened)
    {
        var header = BatchHeader.Read(batch.Span);
        var error = BatchCodec.TryDecompress(header.Codec, batch[BatchHeader.Length..], out var records);
        opened = new OpenedBatch(header, records);
        if (error != ErrorCode.None)
        {
            return error;
        }

        try
        {
            _ = opened.Records.Count();
            return ErrorCode.None;
        }
        catch (InvalidDataException)
        {
            return ErrorCode.CorruptMessage;
        }
    }

    /// <summary>The records of a decompressed batch.</summary>
    /// <exception cref="InvalidDataException">Thrown at the first record that is not whole.</exception>
    public static IEnumerable<RecordView> Walk(ReadOnlyMemory<byte> records, BatchHeader header)
    {
        var position = 0;
        for (var i = 0; i < header.RecordCount; i++)
        {
            yield return Next(records.Span, header, ref position);
        }
    }

    private static RecordView Next(ReadOnlySpan<byte> records, in BatchHeader header, ref int position)
    {
        var start = position;
        var length = Varint(records, ref position);
        if (length <= 0 || length > records.Length - position)
        {
            throw new InvalidDataException("A record is longer than its batch");
        }

        var end = position + (int)length;
        var record = records[..end];
        position++;
        var timestamp = unchecked(header.BaseTimestamp + Varint(record, ref position));
        var offset = unchecked(header.BaseOffset + Varint(record, ref position));
        var keyLength = Varint(record, ref position);
        if (keyLength > end - position)
        {
            throw new InvalidDataException("A key is longer than its record");
        }

        Range? key = keyLength < 0 ? null : new Range(position, position + (int)keyLength);
        position += (int)Math.Max(keyLength, 0);
        var hasValue = Varint(record, ref position) >= 0;
        position = end;
        var appendTime = (header.Attributes & BatchHeader.TimestampTypeBit) != 0;
        return new RecordView(offset, appendTime ? header.MaxTimestamp : timestamp, new Range(start, end), key, hasValue);
    }

    private static long Varint(ReadOnlySpan<byte> data, ref int position)
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (position >= data.Length)
            {
                throw new InvalidDataException("A record ends in the middle of a number");
            }

            var next = data[position++];
            value |= unchecked((ulong)(next & 0x7f) << shift);
            if ((next & 0x80) == 0)
            {
                return unchecked((long)(value >> 1) ^ -(long)(value & 1));
            }
        }

        throw new InvalidDataException("A varint is longer than ten bytes");
    }
}
