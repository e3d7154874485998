using Torghut.Ws.Dedup;

namespace Torghut.Ws.Backfill;

/// <summary>
/// Knows from when to when the socket delivered nothing. A gap opens when a session ends, and with the process; it closes when a later session
/// is subscribed. Gaps that close before the last one was read from history become one with it. Safe for concurrent use.
/// </summary>
internal sealed class GapTracker(BackfillOptions options, TimeProvider time) : IDisposable
{
    private readonly Lock _changing = new();
    private readonly SemaphoreSlim _closed = new(0, 1);
    private volatile GapDedupSet? _dedupSet = options.Enabled ? new GapDedupSet() : null;
    private bool _open = options.Enabled;
    private DateTimeOffset? _from;
    private Gap? _pending;
    private volatile Gap? _read;

    /// <summary>
    /// Where one of the socket's trades is to be noted before it is published, because history may bring it too: any trade while a gap is open or
    /// not yet read, and afterwards those that happened before the end of what was read. Null for all others.
    /// </summary>
    /// <param name="eventNanos">When the trade happened, nanoseconds since the Unix epoch, UTC.</param>
    public GapDedupSet? DedupSetFor(long eventNanos)
    {
        // In this order: a gap that was read is there before its set is let go of.
        if (_dedupSet is { } dedupSet)
        {
            return dedupSet;
        }

        return _read is { } read && eventNanos <= read.ReadUntilNanos ? read.Published : null;
    }

    /// <summary>A session ended that had been subscribed.</summary>
    /// <param name="receivedAt">When its last data was received, or it was subscribed.</param>
    /// <param name="recent">Trades that were published shortly before.</param>
    public void Open(DateTimeOffset receivedAt, IEnumerable<DedupKey> recent)
    {
        if (!options.Enabled)
        {
            return;
        }

        lock (_changing)
        {
            if (_open)
            {
                return;
            }

            (_open, _from) = (true, receivedAt);

            // What history brought for the gap before is not among what the socket brought.
            var dedupSet = _dedupSet ??= _read?.Touches(receivedAt) == true ? _read.Published : new GapDedupSet();
            _read = null;
            foreach (var trade in recent.Where(key => key.Kind == DedupKind.Trade))
            {
                dedupSet.Add(trade);
            }
        }
    }

    /// <summary>A session is subscribed.</summary>
    public void Close(IReadOnlyList<string> symbols)
    {
        lock (_changing)
        {
            if (!_open)
            {
                return;
            }

            _open = false;
            var from = _pending is { } earlier ? earlier.From : _from;
            var signal = _pending is null;
            _pending = new Gap(from, time.GetUtcNow(), symbols, _dedupSet!);
            if (signal)
            {
                _closed.Release();
            }
        }
    }

    /// <summary>Waits for a closed gap; <see cref="Done"/> must follow.</summary>
    public async Task<Gap> NextAsync(CancellationToken cancellationToken)
    {
        await _closed.WaitAsync(cancellationToken);
        lock (_changing)
        {
            var gap = _pending!;
            _pending = null;
            return gap;
        }
    }

    /// <summary>The gap was read from history, or given up.</summary>
    public void Done(Gap gap)
    {
        lock (_changing)
        {
            if (!_open && _pending is null)
            {
                _read = gap;
                _dedupSet = null;
            }
        }
    }

    public void Dispose() => _closed.Dispose();
}
