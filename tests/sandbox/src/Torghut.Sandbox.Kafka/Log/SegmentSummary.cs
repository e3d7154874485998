using System.Buffers.Binary;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Log;

/// <summary>
/// What a closed segment's sidecar file holds, all of it derivable from the segment: without the file, or with a damaged one, the
/// segment is scanned instead.
/// </summary>
internal sealed record SegmentSummary(
    long Size,
    long NextOffset,
    long MaxTimestamp,
    long MaxTimestampOffset,
    DateTimeOffset? FirstAppend,
    IReadOnlyList<IndexEntry> Index,
    IReadOnlyList<AbortedTransaction> Aborted,
    IReadOnlyList<ProducerEntry> Producers)
{
    public const string Extension = ".meta";

    /// <summary>Raised with every change of the layout; a file of another version is ignored and rebuilt.</summary>
    private const int FormatVersion = 1;

    public static string PathFor(string segmentPath) => Path.ChangeExtension(segmentPath, Extension);

    public void Write(string segmentPath)
    {
        using var writer = new WireWriter();
        writer.Int32(0);
        writer.Int32(FormatVersion);
        writer.Int64(Size);
        writer.Int64(NextOffset);
        writer.Int64(MaxTimestamp);
        writer.Int64(MaxTimestampOffset);
        writer.Int64(FirstAppend?.ToUnixTimeMilliseconds() ?? -1);
        writer.Array(Index.Count);
        foreach (var entry in Index)
        {
            writer.Int64(entry.Offset);
            writer.Int64(entry.Position);
            writer.Int64(entry.MaxTimestampBefore);
        }

        writer.Array(Aborted.Count);
        foreach (var aborted in Aborted)
        {
            writer.Int64(aborted.ProducerId);
            writer.Int64(aborted.FirstOffset);
            writer.Int64(aborted.LastOffset);
        }

        writer.Array(Producers.Count);
        foreach (var producer in Producers)
        {
            producer.Write(writer);
        }

        writer.PatchInt32(0, unchecked((int)Crc32C.Compute(writer.Written.Span[4..])));
        DurableFile.Replace(PathFor(segmentPath), writer.Written.Span);
    }

    /// <summary>Null when there is no usable file.</summary>
    public static SegmentSummary? Read(string segmentPath)
    {
        var path = PathFor(segmentPath);
        if (!File.Exists(path))
        {
            return null;
        }

        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < 8 || BinaryPrimitives.ReadUInt32BigEndian(bytes) != Crc32C.Compute(bytes.AsSpan(4)))
        {
            return null;
        }

        var reader = new WireReader();
        reader.Reset(bytes, 4, bytes.Length - 4);
        return reader.Int32() == FormatVersion ? Parse(reader) : null;
    }

    private static SegmentSummary Parse(WireReader reader)
    {
        var (size, next, maxTimestamp, maxTimestampOffset, first) = (reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64());
        var index = new IndexEntry[reader.ArrayLength()];
        for (var i = 0; i < index.Length; i++)
        {
            index[i] = new IndexEntry(reader.Int64(), reader.Int64(), reader.Int64());
        }

        var aborted = new AbortedTransaction[reader.ArrayLength()];
        for (var i = 0; i < aborted.Length; i++)
        {
            aborted[i] = new AbortedTransaction(reader.Int64(), reader.Int64(), reader.Int64());
        }

        var producers = new ProducerEntry[reader.ArrayLength()];
        for (var i = 0; i < producers.Length; i++)
        {
            producers[i] = ProducerEntry.Read(reader);
        }

        DateTimeOffset? firstAppend = first < 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(first);
        return new SegmentSummary(size, next, maxTimestamp, maxTimestampOffset, firstAppend, index, aborted, producers);
    }
}
