using System.IO.Compression;
using K4os.Compression.LZ4.Streams;
using Torghut.Sandbox.Kafka.Protocol;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Torghut.Sandbox.Kafka.Compression;

/// <summary>Decompresses the records of a batch, which are untrusted, within bounds on memory.</summary>
internal static class BatchCodec
{
    /// <summary>
    /// The most bytes a batch may decompress to, 32 MiB: what the largest request read by default could have carried uncompressed. A zstd
    /// frame may ask for a window of as much; lz4 keeps at most two blocks of 4 MiB beside its output.
    /// </summary>
    public const int MaxDecompressed = 1 << MaxDecompressedLog;

    private const int MaxDecompressedLog = 25;
    private const int InitialBuffer = 64 * 1024;

    /// <summary>Decompresses a batch's body.</summary>
    /// <returns>
    /// <see cref="ErrorCode.CorruptMessage"/> when the bytes are not what the batch's attributes say, <see cref="ErrorCode.MessageTooLarge"/>
    /// when they decompress to more than <see cref="MaxDecompressed"/>.
    /// </returns>
    public static ErrorCode TryDecompress(Codec codec, ReadOnlyMemory<byte> body, out ReadOnlyMemory<byte> records)
    {
        records = body;
        try
        {
            return codec switch
            {
                Codec.None => ErrorCode.None,
                Codec.Gzip => TryRead(new GZipStream(AsStream(body), CompressionMode.Decompress), out records),
                Codec.Snappy => SnappyFormat.TryDecompress(body.Span, out records),
                Codec.Lz4 => TryRead(LZ4Stream.Decode(AsStream(body)), out records),
                Codec.Zstd => TryRead(OpenZstd(body), out records),
                _ => ErrorCode.UnsupportedCompressionType,
            };
        }
        catch (Exception e) when (IsMalformedInput(e))
        {
            return ErrorCode.CorruptMessage;
        }
    }

    /// <summary>
    /// What the decoders throw for damaged input. K4os names no closed set: it leaves wrong lengths and unknown features to whatever its
    /// callees throw, all of it from the system.
    /// </summary>
    private static bool IsMalformedInput(Exception exception) => exception is ZstdException or (SystemException and not OutOfMemoryException);

    private static MemoryStream AsStream(ReadOnlyMemory<byte> body) => new(body.ToArray(), writable: false);

    private static DecompressionStream OpenZstd(ReadOnlyMemory<byte> body)
    {
        var stream = new DecompressionStream(AsStream(body), leaveOpen: false);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, MaxDecompressedLog);
        return stream;
    }

    /// <summary>Reads to the end, or until there is one byte too many.</summary>
    private static ErrorCode TryRead(Stream source, out ReadOnlyMemory<byte> records)
    {
        using (source)
        {
            var buffer = new byte[InitialBuffer];
            var length = 0;
            for (var read = source.Read(buffer); read > 0; read = source.Read(buffer, length, buffer.Length - length))
            {
                length += read;
                if (length > MaxDecompressed)
                {
                    records = default;
                    return ErrorCode.MessageTooLarge;
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, Math.Min(buffer.Length * 2, MaxDecompressed + 1));
                }
            }

            records = buffer.AsMemory(0, length);
            return ErrorCode.None;
        }
    }
}
