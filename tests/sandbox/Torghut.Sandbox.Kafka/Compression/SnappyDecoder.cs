using System.Buffers.Binary;

namespace Torghut.Sandbox.Kafka.Compression;

/// <summary>Snappy as Kafka's clients use it: one raw block (librdkafka), or the Java stream format's blocks (kafkajs, JVM).</summary>
internal static class SnappyDecoder
{
    private const int StreamHeaderLength = 16;

    private static ReadOnlySpan<byte> StreamMagic => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    public static ReadOnlyMemory<byte> Decode(ReadOnlySpan<byte> data)
    {
        if (data.Length < StreamHeaderLength || !data.StartsWith(StreamMagic))
        {
            var single = new OutputBuffer(data.Length * 3);
            Block(data, single);
            return single.Written;
        }
        var output = new OutputBuffer(data.Length * 3);
        for (data = data[StreamHeaderLength..]; data.Length >= 4;)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(data);
            if (size < 0 || size > data.Length - 4)
                throw new InvalidDataException("A snappy block is longer than its stream");
            Block(data.Slice(4, size), output);
            data = data[(4 + size)..];
        }
        return output.Written;
    }

    private static void Block(ReadOnlySpan<byte> data, OutputBuffer output)
    {
        var position = 0;
        var expected = output.Length + (long)Varint(data, ref position);
        while (position < data.Length)
        {
            var tag = data[position++];
            switch (tag & 3)
            {
                case 0:
                    var literal = 1 + (tag < 240 ? tag >> 2 : (int)Little(data, ref position, (tag >> 2) - 59));
                    output.Literal(Take(data, ref position, literal));
                    break;
                case 1:
                    var near = (tag >> 5 << 8) | (int)Little(data, ref position, 1);
                    output.Match(near, 4 + ((tag >> 2) & 7));
                    break;
                default:
                    output.Match((int)Little(data, ref position, (tag & 3) == 2 ? 2 : 4), 1 + (tag >> 2));
                    break;
            }
        }
        if (output.Length != expected)
            throw new InvalidDataException("A snappy block opened to another length than it says");
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> data, ref int position, int count)
    {
        if (count < 0 || count > data.Length - position)
            throw new InvalidDataException("A snappy block ends too early");
        var taken = data.Slice(position, count);
        position += count;
        return taken;
    }

    private static uint Little(ReadOnlySpan<byte> data, ref int position, int count)
    {
        var value = 0u;
        var bytes = Take(data, ref position, count);
        for (var i = 0; i < bytes.Length; i++)
            value |= (uint)bytes[i] << (8 * i);
        return value <= int.MaxValue ? value : throw new InvalidDataException("A snappy length is over 2 GiB");
    }

    private static uint Varint(ReadOnlySpan<byte> data, ref int position)
    {
        var value = 0u;
        for (var shift = 0; shift < 32; shift += 7)
        {
            var next = Take(data, ref position, 1)[0];
            value |= unchecked((uint)(next & 0x7f) << shift);
            if ((next & 0x80) == 0)
                return value;
        }
        throw new InvalidDataException("A snappy block has no length");
    }
}
