using System.Globalization;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Log;

internal sealed partial class PartitionLog
{
    private const string StartOffsetFile = "start-offset";

    /// <summary>
    /// Opens the segments: closed ones by their sidecar files, the last one by reading it whole, with every checksum, up to the first
    /// batch that is not intact; what follows is a torn write that no client was told about, and is cut off.
    /// </summary>
    private void Recover()
    {
        foreach (var leftover in System.IO.Directory.EnumerateFiles(Directory).Where(IsUnfinished))
        {
            File.Delete(leftover);
        }

        var bases = System.IO.Directory.EnumerateFiles(Directory, "*" + LogSegment.Extension)
            .Select(p => long.Parse(Path.GetFileNameWithoutExtension(p), CultureInfo.InvariantCulture))
            .Order()
            .ToList();
        if (bases.Count == 0)
        {
            bases.Add(0);
        }

        _end = bases[0];
        foreach (var baseOffset in bases)
        {
            RecoverSegment(baseOffset, isLast: baseOffset == bases[^1]);
        }

        _start = Math.Max(bases[0], Math.Min(ReadStartOffset(), _end));
    }

    private static bool IsUnfinished(string path) => path.EndsWith(".tmp", StringComparison.Ordinal)
        || path.EndsWith(CleanedExtension, StringComparison.Ordinal);

    private void RecoverSegment(long baseOffset, bool isLast)
    {
        if (baseOffset < _end)
        {
            RemoveReplaced(baseOffset);
            return;
        }

        var segment = LogSegment.Open(Directory, baseOffset);
        AddSegment_NeedsLock(segment);
        _end = baseOffset;
        var length = RandomAccess.GetLength(segment.Handle);
        if (SegmentSummary.Read(segment.Path) is { } summary && summary.Size == length && summary.NextOffset >= baseOffset)
        {
            segment.Restore(summary);
            _producers.Restore(summary.Producers);
            _end = summary.NextOffset;
        }
        else
        {
            Scan(segment, length);
        }

        // The sidecar of the segment that is written to would be out of date with the first append.
        if (isLast)
        {
            File.Delete(SegmentSummary.PathFor(segment.Path));
        }
        else if (!File.Exists(SegmentSummary.PathFor(segment.Path)))
        {
            Summarise_NeedsLock(segment);
        }
    }

    /// <summary>A compaction wrote this segment's records into the one before it and was killed before it could delete the file.</summary>
    private void RemoveReplaced(long baseOffset)
    {
        var path = Path.Combine(Directory, LogSegment.FileName(baseOffset));
        File.Delete(path);
        File.Delete(SegmentSummary.PathFor(path));
    }

    private void Scan(LogSegment segment, long length)
    {
        var batch = new byte[64 * 1024];
        var head = new byte[BatchHeader.Length];
        var position = 0L;
        while (RandomAccess.Read(segment.Handle, head, position) == BatchHeader.Length)
        {
            var header = BatchHeader.Read(head);
            if (header.Size < BatchHeader.Length || position + header.Size > length || header.BaseOffset < _end)
            {
                break;
            }

            if (batch.Length < header.Size)
            {
                batch = new byte[header.Size];
            }

            var content = batch.AsSpan(0, header.Size);
            RandomAccess.Read(segment.Handle, content, position);
            if (!header.ChecksumMatches(content))
            {
                break;
            }

            segment.Account(header, position);
            _end = header.NextOffset;
            Account_NeedsLock(header, header.IsControl && ControlBatch.IsCommit(content));
            position += header.Size;
        }

        if (position < length)
        {
            BrokerEvents.TailTruncated(_context.Logger, Topic, Partition, segment.BaseOffset, length - position, _end);
            segment.TruncateFile();
        }
    }

    private long ReadStartOffset()
    {
        var path = Path.Combine(Directory, StartOffsetFile);
        return File.Exists(path) && long.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out var offset) ? offset : 0;
    }
}
