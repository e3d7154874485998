using ClickHouse.Driver.Compression;

namespace Torghut.ClickHouse.Exchange;

/// <summary>The driver's compressors.</summary>
internal static class Compressors
{
    public static IClickHouseCompressor? Of(ClickHouseCompression compression) => compression switch
    {
        ClickHouseCompression.None => null,
        ClickHouseCompression.Lz4 => Lz4Compressor.Default,
        ClickHouseCompression.GZip => GZipCompressor.Default,
        ClickHouseCompression.Zstd => ZstdCompressor.Default,
        ClickHouseCompression.Brotli => BrotliCompressor.Default,
        _ => throw new ArgumentOutOfRangeException(nameof(compression), compression, "No such compression."),
    };
}
