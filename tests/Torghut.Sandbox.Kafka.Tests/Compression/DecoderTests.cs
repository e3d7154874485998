using FsCheck;
using FsCheck.Fluent;
using Torghut.Sandbox.Kafka.Compression;

namespace Torghut.Sandbox.Kafka.Tests.Compression;

/// <summary>Blocks made by the published formats' rules; what real encoders write is read in the record and list-offset tests.</summary>
public sealed class DecoderTests
{
    [Test]
    public void Snappy_LiteralAndOverlappingCopy_Opens()
    {
        // Length 10; literal "ab"; a copy of 8 from distance 2 (one-byte form: length 4 to 11, distance under 2048).
        byte[] block = [10, 1 << 2, (byte)'a', (byte)'b', ((8 - 4) << 2) | 1, 2];

        Assert.That(SnappyDecoder.Decode(block).ToArray(), Is.EqualTo("ababababab"u8.ToArray()));
    }

    [Test]
    public void Snappy_StreamOfTwoBlocks_Opens()
    {
        byte[] block = [1, 0, (byte)'x'];
        byte[] stream = [0x82, .. "SNAPPY"u8, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 3, .. block, 0, 0, 0, 3, .. block];

        Assert.That(SnappyDecoder.Decode(stream).ToArray(), Is.EqualTo("xx"u8.ToArray()));
    }

    [Test]
    public void Lz4_CompressedAndStoredBlocks_Open()
    {
        byte[] head = [0x04, 0x22, 0x4D, 0x18, 0x60, 0x40, 0x82];
        byte[] compressed = [(2 << 4) | (8 - 4), (byte)'a', (byte)'b', 2, 0, 1 << 4, (byte)'!'];
        byte[] frame = [.. head, (byte)compressed.Length, 0, 0, 0, .. compressed, 3, 0, 0, 0x80, .. "end"u8, 0, 0, 0, 0];

        Assert.That(Lz4FrameDecoder.Decode(frame).ToArray(), Is.EqualTo("ababababab!end"u8.ToArray()));
    }

    [TestCase(Codec.Gzip)]
    [TestCase(Codec.Snappy)]
    [TestCase(Codec.Lz4)]
    public void Open_HostileBytes_IsInvalidDataOrEnds(int codec) => Prop.ForAll<byte[]>(bytes =>
    {
        byte[] framed = codec == (int)Codec.Lz4 ? [0x04, 0x22, 0x4D, 0x18, 0x60, 0x40, 0x82, .. bytes ?? []] : bytes ?? [];
        try
        {
            BatchCodec.Open((Codec)codec, framed);
            return true;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Snappy_BombOfCopies_IsStoppedAtTheLimit()
    {
        var bomb = new List<byte> { 0xff, 0xff, 0xff, 0xff, 0x07, 0, (byte)'a' };
        for (var i = 0; i < 3_000_000; i++)
            bomb.AddRange([(63 << 2) | 2, 1, 0]);

        Assert.Throws<InvalidDataException>(() => SnappyDecoder.Decode(bomb.ToArray()));
    }
}
