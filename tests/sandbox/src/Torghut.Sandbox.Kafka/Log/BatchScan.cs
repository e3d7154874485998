using System.Buffers;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Log;

/// <summary>Walks the batch heads of a segment, reading in chunks rather than head by head.</summary>
internal static class BatchScan
{
    private const int ChunkSize = 16 * 1024;

    public static IEnumerable<(long Position, BatchHeader Header)> From(LogSegment segment, long position, long size)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            var (chunkStart, chunkLength) = (position, 0);
            while (position + BatchHeader.Length <= size)
            {
                if (position + BatchHeader.Length > chunkStart + chunkLength)
                {
                    chunkStart = position;
                    chunkLength = RandomAccess.Read(segment.Handle, chunk.AsSpan(0, ChunkSize), position);
                    if (chunkLength < BatchHeader.Length)
                    {
                        yield break;
                    }
                }

                var header = BatchHeader.Read(chunk.AsSpan((int)(position - chunkStart)));
                if (header.Size < BatchHeader.Length || position + header.Size > size)
                {
                    yield break;
                }

                yield return (position, header);
                position += header.Size;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }
}
