using System.Buffers.Binary;

namespace Torghut.Sandbox.Kafka.Compression;

/// <summary>The lz4 frame format, blocks dependent or not. Its own checksums are passed over: the batch has one over everything.</summary>
internal static class Lz4FrameDecoder
{
    private const uint Magic = 0x184D2204;
    private const byte BlockChecksumFlag = 0x10;
    private const byte ContentSizeFlag = 0x08;
    private const byte DictionaryFlag = 0x01;
    private const uint UncompressedBit = 0x80000000;
    private const int MinMatch = 4;

    public static ReadOnlyMemory<byte> Decode(ReadOnlySpan<byte> data)
    {
        if (data.Length < 7 || BinaryPrimitives.ReadUInt32LittleEndian(data) != Magic)
            throw new InvalidDataException("Not an lz4 frame");
        var flags = data[4];
        var position = 6 + ((flags & ContentSizeFlag) != 0 ? 8 : 0) + ((flags & DictionaryFlag) != 0 ? 4 : 0) + 1;
        var output = new OutputBuffer(data.Length * 3);
        while (true)
        {
            var head = BinaryPrimitives.ReadUInt32LittleEndian(Slice(data, position, 4));
            position += 4;
            if (head == 0)
                return output.Written;
            var size = (int)(head & ~UncompressedBit);
            var block = Slice(data, position, size);
            if ((head & UncompressedBit) != 0)
                output.Literal(block);
            else
                Block(block, output);
            position += size + ((flags & BlockChecksumFlag) != 0 ? 4 : 0);
        }
    }

    private static void Block(ReadOnlySpan<byte> data, OutputBuffer output)
    {
        var position = 0;
        while (position < data.Length)
        {
            var token = data[position++];
            var literals = Length(data, ref position, token >> 4);
            output.Literal(Slice(data, position, literals));
            position += literals;
            if (position == data.Length)
                return;
            var distance = BinaryPrimitives.ReadUInt16LittleEndian(Slice(data, position, 2));
            position += 2;
            output.Match(distance, Length(data, ref position, token & 0x0f) + MinMatch);
        }
    }

    private static int Length(ReadOnlySpan<byte> data, ref int position, int nibble)
    {
        var length = nibble;
        if (nibble != 15)
            return length;
        byte next;
        do
        {
            next = Slice(data, position++, 1)[0];
            length += next;
        }
        while (next == byte.MaxValue);
        return length;
    }

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> data, int position, int count) =>
        position <= data.Length && count >= 0 && count <= data.Length - position
            ? data.Slice(position, count)
            : throw new InvalidDataException("An lz4 frame ends too early");
}
