using System.IO.Compression;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Log;

/// <summary>Where one record lies in its batch's opened records.</summary>
internal readonly record struct RecordView(long Offset, long Timestamp, Range Bytes, Range? Key, bool HasValue);

/// <summary>Opens a batch and walks its records; used where a batch cannot be treated as a whole.</summary>
internal static class RecordReader
{
    /// <summary>The records of a batch; none when its codec cannot be opened here.</summary>
    public static IReadOnlyList<RecordView> Read(ReadOnlyMemory<byte> batch) =>
        TryOpen(batch, out var records) ? Walk(records.Span, BatchHeader.Read(batch.Span)) : [];

    /// <summary>The records' bytes after decompression.</summary>
    public static bool TryOpen(ReadOnlyMemory<byte> batch, out ReadOnlyMemory<byte> records)
    {
        var header = BatchHeader.Read(batch.Span);
        var body = batch[BatchHeader.Length..];
        records = header.Compression switch
        {
            Compression.None => body,
            Compression.Gzip => Gunzip(body),
            _ => default,
        };
        return header.Compression is Compression.None or Compression.Gzip;
    }

    public static IReadOnlyList<RecordView> Walk(ReadOnlySpan<byte> records, in BatchHeader header)
    {
        var views = new List<RecordView>(header.RecordCount);
        var appendTime = (header.Attributes & BatchHeader.TimestampTypeBit) != 0;
        var position = 0;
        for (var i = 0; i < header.RecordCount; i++)
        {
            var start = position;
            var length = (int)Varint(records, ref position);
            var end = position + length;
            position++;
            var timestamp = header.BaseTimestamp + Varint(records, ref position);
            var offset = header.BaseOffset + Varint(records, ref position);
            var keyLength = (int)Varint(records, ref position);
            Range? key = keyLength < 0 ? null : new Range(position, position + keyLength);
            position += Math.Max(keyLength, 0);
            var hasValue = Varint(records, ref position) >= 0;
            views.Add(new RecordView(offset, appendTime ? header.MaxTimestamp : timestamp, new Range(start, end), key, hasValue));
            position = end;
        }
        return views;
    }

    private static byte[] Gunzip(ReadOnlyMemory<byte> body)
    {
        using var source = new GZipStream(new MemoryStream(body.ToArray()), CompressionMode.Decompress);
        using var result = new MemoryStream();
        source.CopyTo(result);
        return result.ToArray();
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
