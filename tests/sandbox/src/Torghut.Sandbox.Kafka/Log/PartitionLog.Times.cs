using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Log;

internal sealed partial class PartitionLog
{
    /// <summary>The first record with at least the given timestamp, or null.</summary>
    public (long Offset, long Timestamp)? FindByTimestamp(long timestamp)
    {
        var start = Offsets.Start;
        foreach (var (segment, size) in SegmentsFrom(start))
        {
            if (segment.MaxTimestamp < timestamp)
            {
                continue;
            }

            foreach (var (position, header) in BatchScan.From(segment, segment.PositionBeforeTimestamp(timestamp), size))
            {
                if (header.MaxTimestamp < timestamp || header.LastOffset < start || header.IsControl)
                {
                    continue;
                }

                return FindInBatch(segment, position, header, timestamp, start);
            }
        }

        return null;
    }

    /// <summary>The record with the largest timestamp, or null when there is none.</summary>
    public (long Offset, long Timestamp)? FindMaxTimestamp()
    {
        (long Offset, long Timestamp)? best = null;
        foreach (var (segment, _) in SegmentsFrom(Offsets.Start))
        {
            if (segment.MaxTimestamp >= 0 && (best is null || segment.MaxTimestamp > best.Value.Timestamp))
            {
                best = (segment.MaxTimestampOffset, segment.MaxTimestamp);
            }
        }

        return best;
    }

    private static (long Offset, long Timestamp) FindInBatch(LogSegment segment, long position, in BatchHeader header, long timestamp, long start)
    {
        var batch = new byte[header.Size];
        RandomAccess.Read(segment.Handle, batch, position);
        if (RecordReader.TryOpen(batch, out var opened) == ErrorCode.None)
        {
            foreach (var record in opened.Records)
            {
                if (record.Offset >= start && record.Timestamp >= timestamp)
                {
                    return (record.Offset, record.Timestamp);
                }
            }
        }

        // Only a compacted topic's batches are opened before they are let in: where one cannot be, its beginning is the closest answer.
        return (Math.Max(header.BaseOffset, start), header.BaseTimestamp);
    }
}
