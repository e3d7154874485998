using System.Diagnostics;
using Torghut.Ws.Dedup;

namespace Torghut.Ws.Backfill;

/// <summary>
/// Knows from when to when the socket delivered nothing. A gap opens when a session ends, and with the process; it closes when a later session
/// is subscribed. Gaps that close before the last one was read from history become one with it. Safe for concurrent use.
/// Obeys ADR 0009 (docs/adr/0009-gaps-from-history.md).
/// </summary>
/// <remarks>
/// <code>
///   socket   ▓▓▓▓▓▓▓▓▓╳               ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓
///                     Open            Close          NextAsync    Done
///   state    no gap   │ open          │ pending      │ reading    │ no gap, what was read is kept
///   set                ◄──────────── all trades are noted ───────►◄ those of before ReadUntil ►
///   history         ├─ margin ─┤ asked for ├─ margin ─┤
///                   from − 1 s               to + 1 s = ReadUntil
///
///   a trade of the socket, at any time:  set there? note it, publish it if new.   history, while reading: publish what is not in the set.
///   Open again before NextAsync: the pending gap keeps its From, so one reading covers both.
///   Open again after Done, within a margin: the set of what was read goes on, so the margins' trades do not come twice.
/// </code>
/// </remarks>
internal sealed class GapTracker(BackfillOptions options, TimeProvider time) : IDisposable
{
    /// <summary>Time, beyond that for reading, in which a session that brings data already is to be confirmed.</summary>
    private static readonly TimeSpan Unconfirmed = TimeSpan.FromSeconds(10);

    private readonly Lock _changing = new();
    private readonly SemaphoreSlim _closed = new(0, 1);
    private volatile GapDedupSet? _dedupSet = options.Enabled ? new GapDedupSet() : null;
    private bool _open = options.Enabled;
    private DateTimeOffset? _from;
    private Gap? _pending;
    private volatile Gap? _read;

    /// <summary>Whether a gap is open or not yet read, and live data may have to wait for it.</summary>
    private volatile bool _filling = options.Trades && options.Hold > TimeSpan.Zero;
    private volatile bool _overtaken;
    private long? _holdingSince;

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

    /// <summary>Whether live data was published while a gap before it was not read yet.</summary>
    public bool IsOvertaken => _overtaken;

    /// <summary>
    /// Whether data that was received now is to wait until the gap before it was read. When it has waited for too long it is not, and overtakes history.
    /// </summary>
    public bool HoldsLive()
    {
        if (!_filling || _overtaken)
        {
            return false;
        }

        lock (_changing)
        {
            _holdingSince ??= time.GetTimestamp();
            var longest = _open ? options.Hold + Unconfirmed : options.Hold;
            _overtaken = _filling && time.GetElapsedTime(_holdingSince.Value) >= longest;
            return _filling && !_overtaken;
        }
    }

    /// <summary>There is no room for more that waits.</summary>
    public void Overtake() => _overtaken = _filling;

    /// <summary>Says, before the first session, what earlier runs left.</summary>
    /// <param name="receivedUntil">What was received before is published; null when that is not known.</param>
    /// <param name="published">Trades since shortly before.</param>
    public void Resume(DateTimeOffset? receivedUntil, IEnumerable<DedupKey> published)
    {
        lock (_changing)
        {
            _from = receivedUntil;
            foreach (var trade in published)
            {
                _dedupSet?.Add(trade);
            }
        }
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
            (_filling, _overtaken, _holdingSince) = (options.Trades && options.Hold > TimeSpan.Zero, false, null);

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

            Debug.Assert(_dedupSet is not null, "While a gap is open its trades are noted.");
            _open = false;
            _holdingSince = time.GetTimestamp();
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
            Debug.Assert(_pending is not null, "The semaphore counts pending gaps, and there is one at most.");
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
                _filling = false;
                _overtaken = false;
            }
        }
    }

    public void Dispose() => _closed.Dispose();
}
