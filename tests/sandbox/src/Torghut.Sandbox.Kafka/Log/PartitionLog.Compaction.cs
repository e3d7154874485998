namespace Torghut.Sandbox.Kafka.Log;

internal sealed partial class PartitionLog
{
    private const string CleanedExtension = ".cleaned";

    /// <summary>Everything before this has been compacted since the start.</summary>
    private long _cleanedBefore;

    /// <summary>When a tombstone that compaction left behind may go.</summary>
    private DateTimeOffset? _tombstonesDue;

    /// <summary>Compacts closed segments when enough of them is new. Called by one background task only.</summary>
    public void Compact()
    {
        var config = _config();
        if (!config.IsCompacted)
        {
            return;
        }

        var sources = Cleanable(config);
        if (sources.Count == 0 || !IsDue(sources, config))
        {
            return;
        }

        var cleaner = new SegmentCleaner(Aborted(), s => MayDropTombstones(s, config));
        foreach (var source in sources)
        {
            cleaner.Index(source, source.Size);
        }

        var before = sources.Sum(s => s.Size);
        var after = 0L;
        foreach (var group in Group(sources, config))
        {
            after += CleanGroup(group, cleaner);
        }

        _cleanedBefore = sources[^1].BaseOffset + 1;
        _tombstonesDue = cleaner.HasTombstones ? _context.Time.GetUtcNow() + config.TombstoneRetention : null;
        BrokerEvents.Compacted(_context.Logger, Topic, Partition, before, after);
    }

    private bool MayDropTombstones(LogSegment segment, TopicConfig config) =>
        segment.FirstAppend is not { } appended || _context.Time.GetUtcNow() - appended > config.TombstoneRetention;

    private List<LogSegment> Cleanable(TopicConfig config)
    {
        lock (_gate)
        {
            if (_deleted)
            {
                return [];
            }

            var stable = Offsets_NeedsLock().LastStable;
            var newest = _context.NowMilliseconds - (long)config.CompactionLag.TotalMilliseconds;
            var cleanable = new List<LogSegment>();
            for (var i = 0; i < _segments.Length - 1 && _segments[i + 1].BaseOffset <= stable; i++)
            {
                if (config.CompactionLag > TimeSpan.Zero && _segments[i].MaxTimestamp > newest)
                {
                    break;
                }

                cleanable.Add(_segments[i]);
            }

            return cleanable;
        }
    }

    private bool IsDue(List<LogSegment> sources, TopicConfig config)
    {
        var total = sources.Sum(s => s.Size);
        var dirty = sources.Where(s => s.BaseOffset >= _cleanedBefore).Sum(s => s.Size);
        return (dirty > 0 && dirty >= total * config.DirtyRatio) || _context.Time.GetUtcNow() >= _tombstonesDue;
    }

    /// <summary>Neighbours that fit into one segment before cleaning are written as one.</summary>
    private static List<List<LogSegment>> Group(List<LogSegment> sources, TopicConfig config)
    {
        var groups = new List<List<LogSegment>>();
        var size = long.MaxValue;
        foreach (var source in sources)
        {
            if (size > config.SegmentBytes - source.Size)
            {
                groups.Add([]);
                size = 0;
            }

            groups[^1].Add(source);
            size += source.Size;
        }

        return groups;
    }

    private long CleanGroup(List<LogSegment> group, SegmentCleaner cleaner)
    {
        var path = group[0].Path + CleanedExtension;
        var target = LogSegment.Create(group[0].Path, group[0].BaseOffset, path);
        try
        {
            var appended = group.Max(s => s.FirstAppend) ?? _context.Time.GetUtcNow();
            foreach (var source in group)
            {
                cleaner.Clean(source, source.Size, target, appended);
            }

            target.Flush();
            Swap(group, target, path, SegmentSummary.Read(group[^1].Path));
        }
        catch
        {
            target.Dispose();
            throw;
        }

        return target.Size;
    }

    /// <summary>
    /// Puts the cleaned file in the place of its sources. Without the sidecar, which is removed first, a crash in between costs a scan;
    /// sources that outlive it are recognised at the next start because the file before them reaches beyond their first offset.
    /// </summary>
    private void Swap(List<LogSegment> group, LogSegment target, string cleanedPath, SegmentSummary? last)
    {
        lock (_gate)
        {
            var at = Array.IndexOf(_segments, group[0]);
            var isStillThere = !_deleted && at >= 0 && _segments.AsSpan(at).StartsWith(group.ToArray());
            if (!isStillThere)
            {
                target.Dispose();
                File.Delete(cleanedPath);
                return;
            }

            File.Delete(SegmentSummary.PathFor(target.Path));
            File.Move(cleanedPath, target.Path, overwrite: true);
            if (last is not null)
            {
                Describe(target, last).Write(target.Path);
            }

            foreach (var source in group)
            {
                _context.Retired.Add(source);
                if (source.BaseOffset == target.BaseOffset)
                {
                    continue;
                }

                File.Delete(source.Path);
                File.Delete(SegmentSummary.PathFor(source.Path));
            }

            _segments = [.. _segments[..at], target, .. _segments[(at + group.Count)..]];
            _abortedSorted = null;
        }
    }

    private static SegmentSummary Describe(LogSegment cleaned, SegmentSummary last) => new(
        cleaned.Size,
        last.NextOffset,
        cleaned.MaxTimestamp,
        cleaned.MaxTimestampOffset,
        cleaned.FirstAppend,
        cleaned.IndexEntries(),
        [],
        last.Producers);
}
