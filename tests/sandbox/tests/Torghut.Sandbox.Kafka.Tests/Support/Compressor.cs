using System.IO.Compression;
using K4os.Compression.LZ4.Streams;
using Snappier;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Tests.Support;

/// <summary>Compresses as Kafka's clients do, for batches that no client would send.</summary>
internal static class Compressor
{
    public static byte[] Compress(Codec codec, byte[] data) => codec switch
    {
        Codec.Gzip => Through(data, target => new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true)),
        Codec.Snappy => Snappy.CompressToArray(data),
        Codec.Lz4 => Through(data, target => LZ4Stream.Encode(target, new LZ4EncoderSettings { ChainBlocks = false }, leaveOpen: true)),
        Codec.Zstd => Through(data, target => new ZstdSharp.CompressionStream(target, leaveOpen: true)),
        _ => data,
    };

    private static byte[] Through(byte[] data, Func<Stream, Stream> open)
    {
        using var target = new MemoryStream();
        using (var stream = open(target))
        {
            stream.Write(data);
        }

        return target.ToArray();
    }
}
