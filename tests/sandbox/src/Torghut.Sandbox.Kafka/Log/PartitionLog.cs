namespace Torghut.Sandbox.Kafka.Log;

/// <summary>One partition: its segments, its producers and those who wait for its next record.</summary>
internal sealed partial class PartitionLog : IDisposable
{
    /// <summary>One node, one leadership: the epoch never changes.</summary>
    public const int LeaderEpoch = 0;

    private readonly Lock _gate = new();
    private readonly LogContext _context;
    private readonly ProducerTable _producers = new();
    private readonly List<FetchWaiter> _waiters = [];
    private readonly Func<TopicConfig> _config;

    /// <summary>Replaced, never changed, so that readers may walk it without the lock.</summary>
    private LogSegment[] _segments = [];
    private AbortedTransaction[]? _abortedSorted;
    private long _start;
    private long _end;
    private bool _deleted;

    private PartitionLog(string topic, int partition, string directory, Func<TopicConfig> config, LogContext context)
    {
        Topic = topic;
        Partition = partition;
        Directory = directory;
        _config = config;
        _context = context;
    }

    public string Topic { get; }

    public int Partition { get; }

    public string Directory { get; }

    private LogSegment Active => _segments[^1];

    public PartitionOffsets Offsets
    {
        get
        {
            lock (_gate)
            {
                return Offsets_NeedsLock();
            }
        }
    }

    /// <summary>Bytes of all segments.</summary>
    public long SizeInBytes
    {
        get
        {
            lock (_gate)
            {
                return _segments.Sum(s => s.Size);
            }
        }
    }

    public static PartitionLog Open(string topic, int partition, string directory, Func<TopicConfig> config, LogContext context)
    {
        System.IO.Directory.CreateDirectory(directory);
        var log = new PartitionLog(topic, partition, directory, config, context);
        try
        {
            log.Recover();
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Whether the end of a producer's transaction is still missing here; false once its marker, or a later epoch's, is written.</summary>
    public bool NeedsMarker(long producerId, short epoch)
    {
        lock (_gate)
        {
            return _producers.NeedsMarker(producerId, epoch);
        }
    }

    /// <summary>What is known of the producers, as of now.</summary>
    public ProducerEntry[] Producers()
    {
        lock (_gate)
        {
            return _producers.Snapshot();
        }
    }

    public void AddWaiter(FetchWaiter waiter)
    {
        lock (_gate)
        {
            _waiters.Add(waiter);
        }
    }

    public void RemoveWaiter(FetchWaiter waiter)
    {
        lock (_gate)
        {
            _waiters.Remove(waiter);
        }
    }

    public void Flush()
    {
        LogSegment active;
        lock (_gate)
        {
            if (_deleted)
            {
                return;
            }

            active = Active;
        }

        active.Flush();
    }

    /// <summary>Closes for good and removes the files.</summary>
    public void Delete()
    {
        lock (_gate)
        {
            _deleted = true;
            foreach (var segment in _segments)
            {
                _context.Retired.Add(segment);
            }

            Wake_NeedsLock();
        }

        System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>Writes the sidecar of the open segment too, so that the next start need not scan it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_deleted)
            {
                return;
            }

            _deleted = true;
            Active.Flush();
            Summarise_NeedsLock(Active);
            foreach (var segment in _segments)
            {
                segment.Dispose();
            }

            Wake_NeedsLock();
        }
    }

    private PartitionOffsets Offsets_NeedsLock() => new(_start, _producers.FirstOpenOffset ?? _end, _end);

    private void Wake_NeedsLock()
    {
        foreach (var waiter in _waiters)
        {
            waiter.Wake();
        }
    }

    private void Summarise_NeedsLock(LogSegment segment) => new SegmentSummary(
        segment.Size,
        _end,
        segment.MaxTimestamp,
        segment.MaxTimestampOffset,
        segment.FirstAppend,
        segment.IndexEntries(),
        segment.Aborted,
        _producers.Snapshot()).Write(segment.Path);
}
