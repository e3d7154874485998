using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Log;

internal sealed partial class PartitionLog
{
    /// <summary>
    /// Copies whole batches from the one holding <paramref name="offset"/> on, up to <paramref name="limit"/> (exclusive) and about
    /// <paramref name="maxBytes"/>; a first batch that is larger comes alone when <paramref name="atLeastOne"/>.
    /// </summary>
    /// <returns>The offset after the last batch copied; <paramref name="offset"/> when there is none.</returns>
    public long Read(long offset, long limit, int maxBytes, bool atLeastOne, WireWriter destination)
    {
        if (offset >= limit || maxBytes <= 0)
        {
            return offset;
        }

        foreach (var (segment, size) in SegmentsFrom(offset))
        {
            var start = Locate(segment, size, offset);
            if (start is null)
            {
                continue;
            }

            var next = Copy(segment, start.Value.Position, size, start.Value.Header, limit, maxBytes, atLeastOne, destination);
            return next < 0 ? offset : next;
        }

        return offset;
    }

    /// <summary>Bytes a fetch from this offset could get, as far as is known without reading; enough to decide whether to wait.</summary>
    public long BytesFrom(long offset, long limit)
    {
        if (offset >= limit)
        {
            return 0;
        }

        var total = 0L;
        foreach (var (segment, size) in SegmentsFrom(offset))
        {
            total += size - (segment.BaseOffset <= offset ? segment.PositionBefore(offset) : 0);
        }

        return Math.Max(total, 1);
    }

    /// <summary>
    /// All aborted transactions, by their last offset. Readers take it before the records: compaction removes both, and a reader may
    /// still see records whose entry has just gone.
    /// </summary>
    public AbortedTransaction[] Aborted()
    {
        lock (_gate)
        {
            return _abortedSorted ??= [.. _segments.SelectMany(s => s.Aborted).OrderBy(a => a.LastOffset)];
        }
    }

    private List<(LogSegment Segment, long Size)> SegmentsFrom(long offset)
    {
        lock (_gate)
        {
            if (_deleted)
            {
                return [];
            }

            var first = _segments.Length - 1;
            while (first > 0 && _segments[first].BaseOffset > offset)
            {
                first--;
            }

            var found = new List<(LogSegment, long)>(_segments.Length - first);
            for (var i = first; i < _segments.Length; i++)
            {
                found.Add((_segments[i], _segments[i].Size));
            }

            return found;
        }
    }

    /// <summary>The first batch whose last offset is not before <paramref name="offset"/>; null when the segment has none.</summary>
    private static (long Position, BatchHeader Header)? Locate(LogSegment segment, long size, long offset)
    {
        foreach (var found in BatchScan.From(segment, segment.PositionBefore(offset), size))
        {
            if (found.Header.LastOffset >= offset)
            {
                return found;
            }
        }

        return null;
    }

    private static long Copy(
        LogSegment segment, long position, long size, in BatchHeader first, long limit, int maxBytes, bool atLeastOne, WireWriter destination)
    {
        if (first.BaseOffset >= limit || (first.Size > maxBytes && !atLeastOne))
        {
            return -1;
        }

        var wanted = (int)Math.Min(size - position, Math.Max(first.Size, maxBytes));
        var origin = destination.Length;
        var span = destination.Reserve(wanted);
        var read = RandomAccess.Read(segment.Handle, span, position);
        var (kept, next) = (0, -1L);
        while (kept + BatchHeader.Length <= read)
        {
            var header = BatchHeader.Read(span[kept..]);
            if (kept + header.Size > read || header.BaseOffset >= limit)
            {
                break;
            }

            kept += header.Size;
            next = header.NextOffset;
        }

        destination.Truncate(origin + kept);
        return next;
    }
}
