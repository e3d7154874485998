using System.Globalization;
using System.Text;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Log;

internal sealed partial class PartitionLog
{
    /// <summary>Removes what retention by time and size no longer keeps, and forgets idle producers.</summary>
    public void ApplyRetention()
    {
        lock (_gate)
        {
            if (_deleted)
            {
                return;
            }

            var config = _config();
            if (config.IsDeleted)
            {
                ApplyRetentionByTime_NeedsLock(config);
                ApplyRetentionBySize_NeedsLock(config);
            }

            _producers.RemoveIdle(_context.NowMilliseconds - (long)config.ProducerIdleTime.TotalMilliseconds);
        }
    }

    /// <summary>Moves the first readable offset, as an administrator asks; -1 stands for the end.</summary>
    public ErrorCode DeleteRecords(long before, out long start)
    {
        lock (_gate)
        {
            var wanted = before == -1 ? _end : before;
            if (wanted < 0 || wanted > _end)
            {
                start = -1;
                return ErrorCode.OffsetOutOfRange;
            }

            if (wanted > _start)
            {
                MoveStart_NeedsLock(wanted);
            }

            start = _start;
            return ErrorCode.None;
        }
    }

    private void ApplyRetentionByTime_NeedsLock(TopicConfig config)
    {
        if (config.Retention is not { } retention)
        {
            return;
        }

        var oldest = _context.NowMilliseconds - (long)retention.TotalMilliseconds;
        var removable = _segments.TakeWhile(s => s.Size == 0 ? s != Active : NewestRecord(s) < oldest).Count();
        RemoveFirst_NeedsLock(removable);
    }

    private static long NewestRecord(LogSegment segment) =>
        segment.MaxTimestamp >= 0 ? segment.MaxTimestamp : segment.FirstAppend?.ToUnixTimeMilliseconds() ?? long.MaxValue;

    private void ApplyRetentionBySize_NeedsLock(TopicConfig config)
    {
        if (config.RetentionBytes is not { } allowed)
        {
            return;
        }

        var excess = _segments.Sum(s => s.Size) - allowed;
        var removable = 0;
        while (removable < _segments.Length - 1 && excess - _segments[removable].Size >= 0)
        {
            excess -= _segments[removable++].Size;
        }

        RemoveFirst_NeedsLock(removable);
    }

    /// <summary>Removes segments, rolling first when the one being written to is among them; an open transaction keeps all of its segments.</summary>
    private void RemoveFirst_NeedsLock(int count)
    {
        if (_producers.FirstOpenOffset is { } open)
        {
            count = Math.Min(count, _segments.Count(s => s.BaseOffset <= open) - 1);
        }

        if (count <= 0)
        {
            return;
        }

        if (count == _segments.Length)
        {
            Roll_NeedsLock();
        }

        MoveStart_NeedsLock(_segments[count].BaseOffset);
    }

    private void MoveStart_NeedsLock(long start)
    {
        _start = start;
        DurableFile.Replace(Path.Combine(Directory, StartOffsetFile), Encoding.ASCII.GetBytes(start.ToString(CultureInfo.InvariantCulture)));
        var gone = 0;
        while (gone < _segments.Length - 1 && _segments[gone + 1].BaseOffset <= start)
        {
            gone++;
        }

        foreach (var segment in _segments.Take(gone))
        {
            File.Delete(segment.Path);
            File.Delete(SegmentSummary.PathFor(segment.Path));
            _context.Retired.Add(segment);
        }

        _segments = _segments[gone..];
        _abortedSorted = null;
        Wake_NeedsLock();
    }
}
