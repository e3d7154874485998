using System.IO.Compression;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Compression;

/// <summary>
/// Opens the records of a batch: gzip by the platform, lz4 and snappy by the small decoders beside this file. zstd stays closed, as
/// neither the platform nor a restorable package reads it; such batches are kept, served and compacted as a whole.
/// </summary>
internal static class BatchCodec
{
    /// <summary>What a batch may open to; far above any request this broker reads.</summary>
    public const int MaxOpened = 128 * 1024 * 1024;

    public static bool CanOpen(Codec codec) => codec is Codec.None or Codec.Gzip or Codec.Snappy or Codec.Lz4;

    /// <exception cref="InvalidDataException">The bytes are not what the batch's attributes say.</exception>
    public static ReadOnlyMemory<byte> Open(Codec codec, ReadOnlyMemory<byte> body) => codec switch
    {
        Codec.None => body,
        Codec.Gzip => Gunzip(body),
        Codec.Snappy => SnappyDecoder.Decode(body.Span),
        Codec.Lz4 => Lz4FrameDecoder.Decode(body.Span),
        _ => throw new InvalidDataException($"{codec} cannot be opened here"),
    };

    private static byte[] Gunzip(ReadOnlyMemory<byte> body)
    {
        using var source = new GZipStream(new MemoryStream(body.ToArray()), CompressionMode.Decompress);
        using var result = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (var read = source.Read(chunk); read > 0; read = source.Read(chunk))
        {
            result.Write(chunk, 0, read);
            if (result.Length > MaxOpened)
                throw new InvalidDataException("A gzip batch opens to more than is allowed");
        }
        return result.ToArray();
    }
}
