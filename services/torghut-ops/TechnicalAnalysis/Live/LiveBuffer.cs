namespace Torghut.Ops.TechnicalAnalysis.Live;

/// <summary>
/// The newest records for all clients, in the order that they were read. It is bounded: the oldest is overwritten, and whoever had not read it yet is told so
/// instead of being waited for. One writer, any number of readers.
/// </summary>
internal sealed class LiveBuffer(LiveOptions options)
{
    private readonly Lock _lock = new();
    private readonly LiveRecord?[] _records = new LiveRecord?[options.BufferRecords];
    private TaskCompletionSource _changed = NewSignal();
    private LivePosition? _start;
    private LivePosition? _end;
    private long _count;
    private long _emptied;

    /// <summary>Where the reader of the logs is; null while nobody reads them.</summary>
    public LivePosition? End
    {
        get
        {
            lock (_lock)
            {
                return _end?.Copy();
            }
        }
    }

    /// <summary>Completes with the next change of anything. Taken before what is waited for is looked at.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>The logs are read from there; whoever reads the buffer has to begin anew.</summary>
    public void Begin(LivePosition position)
    {
        lock (_lock)
        {
            Empty();
            (_start, _end) = (position.Copy(), position.Copy());
            Signal();
        }
    }

    /// <summary>Nobody reads the logs any more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            Empty();
            (_start, _end) = (null, null);
            Signal();
        }
    }

    /// <param name="records">In the order of each partition, and not before what was appended.</param>
    public void Append(IReadOnlyCollection<LiveRecord> records)
    {
        lock (_lock)
        {
            foreach (var record in records)
            {
                ref var place = ref _records[_count % _records.Length];
                if (place is { } oldest)
                {
                    _start![oldest.Topic, oldest.Partition] = oldest.Offset + 1;
                }

                place = record;
                _end![record.Topic, record.Partition] = record.Offset + 1;
                _count++;
            }

            Signal();
        }
    }

    /// <summary>
    /// Where to begin reading so that no record at or behind a position is missed; null when some are not here any more, or nobody reads the logs.
    /// </summary>
    public long? CursorFor(LivePosition position)
    {
        lock (_lock)
        {
            return _start is { } start && position.Fits(start) && position.Reaches(start) ? Oldest : null;
        }
    }

    /// <summary>Gives the next records and moves the cursor behind them.</summary>
    /// <returns>False when the cursor's place was overwritten, or the buffer begun anew.</returns>
    public bool TryRead(ref long cursor, List<LiveRecord> into, int most)
    {
        lock (_lock)
        {
            if (cursor < Oldest)
            {
                return false;
            }

            for (; cursor < _count && into.Count < most; cursor++)
            {
                into.Add(_records[cursor % _records.Length]!);
            }

            return true;
        }
    }

    private long Oldest => Math.Max(_emptied, _count - _records.Length);

    /// <summary>The number goes on by one, so that a cursor from before is known as one.</summary>
    private void Empty()
    {
        Array.Clear(_records);
        _count++;
        _emptied = _count;
    }

    private void Signal()
    {
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
