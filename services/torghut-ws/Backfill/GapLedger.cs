using Torghut.Ws.Dedup;

namespace Torghut.Ws.Backfill;

/// <summary>
/// Knows from when to when the socket delivered nothing. A gap opens when a session ends, and with the process; it closes when a later session
/// is subscribed. Gaps that close before the last one was read from history become one with it. Safe for concurrent use.
/// </summary>
internal sealed class GapLedger(BackfillOptions options, TimeProvider time) : IDisposable
{
    private readonly Lock _changing = new();
    private readonly SemaphoreSlim _closed = new(0, 1);
    private volatile GapMemory? _memory = options.Enabled ? new GapMemory() : null;
    private bool _open = options.Enabled;
    private DateTimeOffset? _from;
    private Gap? _pending;
    private Gap? _read;

    /// <summary>Where the socket's trades are noted while a gap is open or not yet read from history; null otherwise.</summary>
    public GapMemory? Memory => _memory;

    /// <summary>A session ended that had been subscribed.</summary>
    /// <param name="heardAt">When its last data was received, or it was subscribed.</param>
    /// <param name="recent">Trades that were published shortly before.</param>
    public void Open(DateTimeOffset heardAt, IEnumerable<DedupKey> recent)
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

            (_open, _from) = (true, heardAt);

            // What history brought for the gap before is not among what the socket brought.
            var memory = _memory ??= _read?.Touches(heardAt) == true ? _read.Published : new GapMemory();
            _read = null;
            foreach (var trade in recent.Where(key => key.Kind == DedupKind.Trade))
            {
                memory.Add(trade);
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
            _pending = new Gap(from, time.GetUtcNow(), symbols, _memory!);
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
                (_read, _memory) = (gap, null);
            }
        }
    }

    public void Dispose() => _closed.Dispose();
}
