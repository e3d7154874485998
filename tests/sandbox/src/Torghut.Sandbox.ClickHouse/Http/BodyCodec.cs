using System.IO.Compression;
using K4os.Compression.LZ4.Streams;
using Torghut.Sandbox.ClickHouse.Engine;

namespace Torghut.Sandbox.ClickHouse.Http;

/// <summary>Content codings of bodies, as ClickHouse has them (src/IO/CompressionMethod.cpp), but for xz, bz2 and snappy.</summary>
internal static class BodyCodec
{
    // ClickHouse looks for these words in this order and heeds neither the client's order nor its q-values.
    private static readonly string[] Preferred = ["zstd", "br", "lz4", "gzip", "deflate"];

    /// <summary>What an answer is compressed with; null for nothing.</summary>
    public static string? Choose(string acceptEncoding) =>
        Preferred.FirstOrDefault(coding => acceptEncoding.Contains(coding, StringComparison.OrdinalIgnoreCase));

    /// <summary>A stream that compresses into <paramref name="target"/>, which stays open.</summary>
    public static Stream Compress(string coding, Stream target) => coding switch
    {
        "zstd" => new ZstdSharp.CompressionStream(target, leaveOpen: true),
        "br" => new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true),
        "lz4" => LZ4Stream.Encode(target, leaveOpen: true),
        "gzip" => new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true),
        "deflate" => new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true),
        _ => throw new ArgumentOutOfRangeException(nameof(coding), coding, "No such coding."),
    };

    /// <summary>A stream that reads what <paramref name="source"/> holds compressed.</summary>
    /// <exception cref="EngineException">The coding is not known.</exception>
    public static Stream Decompress(string contentEncoding, Stream source) => contentEncoding.ToLowerInvariant() switch
    {
        "" or "identity" => source,
        "zstd" => new ZstdSharp.DecompressionStream(source),
        "br" => new BrotliStream(source, CompressionMode.Decompress),
        "lz4" => LZ4Stream.Decode(source, interactive: true),
        "gzip" => new GZipStream(source, CompressionMode.Decompress),
        "deflate" => new ZLibStream(source, CompressionMode.Decompress),
        string other => throw EngineException.Of(ErrorCodes.NotImplemented, "Unknown http content encoding: " + other, "NOT_IMPLEMENTED"),
    };
}
