using System.Buffers.Binary;
using Snappier;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Compression;

/// <summary>
/// Snappy as Kafka's clients write it: one raw block (librdkafka), or the stream format of xerial's snappy-java (JVM, kafkajs), which is a
/// head of 16 bytes and then blocks, each behind its length.
/// </summary>
internal static class SnappyFormat
{
    private const int StreamHeaderLength = 16;
    private const int LengthPrefix = 4;

    /// <summary>The best a block can do is copies of 64 bytes from elements of 3; a block that claims more lies about its length.</summary>
    private const int MaxRatio = 22;

    private static ReadOnlySpan<byte> StreamMagic => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    /// <summary>Decompresses either form; the codes are those of <see cref="BatchCodec.TryDecompress"/>.</summary>
    /// <exception cref="InvalidDataException">A block is damaged.</exception>
    public static ErrorCode TryDecompress(ReadOnlySpan<byte> data, out ReadOnlyMemory<byte> records)
    {
        records = default;
        List<Range>? blocks = IsStream(data) ? TryFindBlocks(data) : [Range.All];
        if (blocks is null)
        {
            return ErrorCode.CorruptMessage;
        }

        var error = TryMeasure(data, blocks, out var total);
        if (error != ErrorCode.None)
        {
            return error;
        }

        var output = new byte[total];
        var length = 0;
        foreach (var block in blocks)
        {
            length += Snappy.Decompress(data[block], output.AsSpan(length));
        }

        records = output;
        return length == total ? ErrorCode.None : ErrorCode.CorruptMessage;
    }

    private static bool IsStream(ReadOnlySpan<byte> data) => data.Length >= StreamHeaderLength && data.StartsWith(StreamMagic);

    private static List<Range>? TryFindBlocks(ReadOnlySpan<byte> data)
    {
        var blocks = new List<Range>();
        for (var position = StreamHeaderLength; position < data.Length;)
        {
            if (data.Length - position < LengthPrefix)
            {
                return null;
            }

            var size = BinaryPrimitives.ReadInt32BigEndian(data[position..]);
            position += LengthPrefix;
            if (size <= 0 || size > data.Length - position)
            {
                return null;
            }

            blocks.Add(position..(position + size));
            position += size;
        }

        return blocks;
    }

    /// <summary>Adds up what the blocks say they decompress to, before anything is allocated for it.</summary>
    private static ErrorCode TryMeasure(ReadOnlySpan<byte> data, List<Range> blocks, out int total)
    {
        total = 0;
        foreach (var block in blocks)
        {
            var length = Snappy.GetUncompressedLength(data[block]);
            if (length < 0 || length > (long)data[block].Length * MaxRatio)
            {
                return ErrorCode.CorruptMessage;
            }

            if (length > BatchCodec.MaxDecompressed - total)
            {
                return ErrorCode.MessageTooLarge;
            }

            total += length;
        }

        return ErrorCode.None;
    }
}
