using System.Buffers.Binary;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Torghut.Sandbox.Kafka.Compression;
using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Tests.Support;

namespace Torghut.Sandbox.Kafka.Tests.Compression;

/// <summary>Blocks made by the published formats' rules, and hostile ones; clients' own are in the record, compaction and list-offset tests.</summary>
public sealed class BatchCodecTests
{
    private static readonly byte[] Lz4Head = [0x04, 0x22, 0x4D, 0x18, 0x60, 0x40, 0x82];

    /// <summary>A zstd frame with neither content size nor checksum and a window of 1 MiB.</summary>
    private static readonly byte[] ZstdHead = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x50];

    private static readonly Codec[] Compressed = [Codec.Gzip, Codec.Snappy, Codec.Lz4, Codec.Zstd];

    [Test]
    public void Snappy_LiteralAndOverlappingCopy_Opens()
    {
        // Length 10; literal "ab"; a copy of 8 from distance 2 (one-byte form: length 4 to 11, distance under 2048).
        byte[] block = [10, 1 << 2, (byte)'a', (byte)'b', ((8 - 4) << 2) | 1, 2];

        Assert.That(Open(Codec.Snappy, block), Is.EqualTo("ababababab"u8.ToArray()));
    }

    [Test]
    public void Snappy_StreamOfTwoBlocks_Opens()
    {
        byte[] block = [1, 0, (byte)'x'];

        Assert.That(Open(Codec.Snappy, [.. SnappyStream(), 0, 0, 0, 3, .. block, 0, 0, 0, 3, .. block]), Is.EqualTo("xx"u8.ToArray()));
    }

    [TestCase(new byte[] { 0, 0 })]
    [TestCase(new byte[] { 0, 0, 0, 9, 1, 0, 1 })]
    [TestCase(new byte[] { 0xff, 0xff, 0xff, 0xff, 1, 0, 1 })]
    [TestCase(new byte[] { 0, 0, 0, 0 })]
    public void Snappy_StreamWithAWrongBlockLength_IsCorrupt(byte[] blocks) =>
        Assert.That(BatchCodec.TryDecompress(Codec.Snappy, (byte[])[.. SnappyStream(), .. blocks], out _), Is.EqualTo(ErrorCode.CorruptMessage));

    [Test]
    public void Lz4_CompressedAndStoredBlocks_Open()
    {
        // Two literals, a match of 8 from distance 2, and the 12 literals that the format wants after the last match.
        byte[] compressed = [(2 << 4) | (8 - 4), (byte)'a', (byte)'b', 2, 0, 12 << 4, .. "twelve bytes"u8];
        byte[] frame = [.. Lz4Head, (byte)compressed.Length, 0, 0, 0, .. compressed, 3, 0, 0, 0x80, .. "end"u8, 0, 0, 0, 0];

        Assert.That(Open(Codec.Lz4, frame), Is.EqualTo("abababababtwelve bytesend"u8.ToArray()));
    }

    [Test]
    public void Zstd_RawAndRunLengthBlocks_Open()
    {
        // A block's head is 3 bytes, little-endian: bit 0 says last, bits 1 and 2 the kind (0 raw, 1 one byte repeated), the rest the size.
        byte[] frame = [.. ZstdHead, 3 << 3, 0, 0, .. "abc"u8, (5 << 3) | (1 << 1) | 1, 0, 0, (byte)'x'];

        Assert.That(Open(Codec.Zstd, frame), Is.EqualTo("abcxxxxx"u8.ToArray()));
    }

    [TestCaseSource(nameof(Compressed))]
    public void TryDecompress_WhatAnEncoderWrote_ComesBack(object codec) => Prop.ForAll<byte[]>(bytes =>
        Open((Codec)codec, Compressor.Compress((Codec)codec, bytes ?? [])).AsSpan().SequenceEqual(bytes ?? [])).QuickCheckThrowOnFailure();

    [TestCaseSource(nameof(Compressed))]
    public void TryDecompress_HostileBytes_OpensOrIsCorrupt(object codec) => Prop.ForAll<byte[]>(bytes =>
    {
        byte[] head = codec switch
        {
            Codec.Lz4 => Lz4Head,
            Codec.Zstd => ZstdHead,
            _ => [],
        };
        return BatchCodec.TryDecompress((Codec)codec, (byte[])[.. head, .. bytes ?? []], out _) is ErrorCode.None or ErrorCode.CorruptMessage;
    }).QuickCheckThrowOnFailure();

    [TestCaseSource(nameof(Compressed))]
    public void TryDecompress_FlippedBits_NeverThrows(object codec)
    {
        var whole = Compressor.Compress((Codec)codec, [.. Enumerable.Range(0, 3000).Select(i => (byte)(i % 97))]);
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var damaged = whole.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            var error = BatchCodec.TryDecompress((Codec)codec, damaged, out _);
            Assert.That(error, Is.AnyOf(ErrorCode.None, ErrorCode.CorruptMessage, ErrorCode.MessageTooLarge), $"bit {bit}");
        }
    }

    [TestCaseSource(nameof(Compressed))]
    public void TryOpen_CutOffBody_IsCorrupt(object codec)
    {
        var values = Enumerable.Range(0, 200).Select(i => $"{i} {Guid.NewGuid()}").ToList();
        var whole = new TestBatch { Codec = (Codec)codec, Values = values };
        var cut = whole with { Compress = (c, records) => Half(Compressor.Compress(c, records)) };

        Assert.That(RecordReader.TryOpen(whole.Build(), out var opened), Is.EqualTo(ErrorCode.None));
        Assert.That(opened.Records.Count(), Is.EqualTo(200));
        Assert.That(RecordReader.TryOpen(cut.Build(), out _), Is.EqualTo(ErrorCode.CorruptMessage));
    }

    [Test]
    public void TryOpen_RecordCountThatNothingBacks_IsCorruptWithoutRoomForThem()
    {
        var batch = new TestBatch { Codec = Codec.Zstd, Values = ["a"] }.Build();
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(57), int.MaxValue);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.That(RecordReader.TryOpen(batch, out _), Is.EqualTo(ErrorCode.CorruptMessage));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1024 * 1024));
    }

    [TestCaseSource(nameof(Compressed))]
    public void TryDecompress_AtTheBound_OpensAndOneByteMoreIsTooLarge(object codec)
    {
        var most = Compressor.Compress((Codec)codec, new byte[BatchCodec.MaxDecompressed]);
        var bomb = Compressor.Compress((Codec)codec, new byte[BatchCodec.MaxDecompressed + 1]);

        Assert.That(Open((Codec)codec, most).Length, Is.EqualTo(BatchCodec.MaxDecompressed));
        Assert.That(BatchCodec.TryDecompress((Codec)codec, bomb, out _), Is.EqualTo(ErrorCode.MessageTooLarge));
    }

    [Test]
    public void TryDecompress_GzipBombOfAGibibyte_TakesNoMoreMemoryThanTheBound()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 1024; i++)
            {
                gzip.Write(zeros);
            }
        }

        var bomb = packed.ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.That(BatchCodec.TryDecompress(Codec.Gzip, bomb, out _), Is.EqualTo(ErrorCode.MessageTooLarge));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan((3L * BatchCodec.MaxDecompressed) + bomb.Length));
    }

    /// <summary>A snappy block that says 32 MiB, and a zstd frame that asks for a window of 128 MiB.</summary>
    [TestCase((int)Codec.Snappy, new byte[] { 0x80, 0x80, 0x80, 0x10, 0, (byte)'a' })]
    [TestCase((int)Codec.Zstd, new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 0x00, 17 << 3, 1, 0, 0 })]
    public void TryDecompress_LengthThatNothingBacks_AllocatesNothing(int codec, byte[] liar)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.That(BatchCodec.TryDecompress((Codec)codec, liar, out _), Is.EqualTo(ErrorCode.CorruptMessage));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1024 * 1024));
    }

    private static byte[] Half(byte[] bytes) => bytes[..(bytes.Length / 2)];

    private static byte[] SnappyStream() => [0x82, .. "SNAPPY"u8, 0, 0, 0, 0, 1, 0, 0, 0, 1];

    private static byte[] Open(Codec codec, byte[] body)
    {
        Assert.That(BatchCodec.TryDecompress(codec, body, out var records), Is.EqualTo(ErrorCode.None));
        return records.ToArray();
    }
}
