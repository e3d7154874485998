using Torghut.Ta.EventTime;

namespace Torghut.Ta.Microbars;

/// <summary>
/// Identities of the prints of one symbol within the dedup horizon: an open-addressing table whose entries expire by event time.
/// An id is unique within symbol, market day and exchange only. Memory is bounded by the prints of the horizon.
/// </summary>
internal sealed partial class TradeIdSet
{
    private const int InitialCapacity = 64;
    private Entry[] _entries = new Entry[InitialCapacity];
    private Entry[] _spare = [];
    private int _used;

    /// <summary>Entries held, expired ones included.</summary>
    public int Count => _used;

    /// <summary>Remembers a print.</summary>
    /// <param name="sessionStart">The print's market day.</param>
    /// <param name="windowEnd">End of the print's window, epoch seconds.</param>
    /// <param name="expired">Entries whose window ended at this second or before are forgotten.</param>
    /// <returns>False when the print was there already.</returns>
    public bool Add(long id, uint exchange, long sessionStart, long windowEnd, long expired)
    {
        if (_used * 2 >= _entries.Length) Rebuild(expired);
        var mask = _entries.Length - 1;
        var slot = Hash(id, exchange) & mask;
        while (_entries[slot].WindowEnd != 0)
        {
            ref var entry = ref _entries[slot];
            if (entry.Id == id && entry.Exchange == exchange && entry.SessionStart == sessionStart)
            {
                if (entry.WindowEnd > expired) return false;
                entry.WindowEnd = windowEnd;
                return true;
            }

            slot = (slot + 1) & mask;
        }

        _entries[slot] = new Entry(id, exchange, sessionStart, windowEnd);
        _used++;
        return true;
    }

    /// <summary>The window end of a print that is remembered, or <see cref="EventClock.None"/>.</summary>
    public long Find(long id, uint exchange, long sessionStart, long expired)
    {
        var mask = _entries.Length - 1;
        for (var slot = Hash(id, exchange) & mask; _entries[slot].WindowEnd != 0; slot = (slot + 1) & mask)
        {
            ref readonly var entry = ref _entries[slot];
            if (entry.Id == id && entry.Exchange == exchange && entry.SessionStart == sessionStart)
                return entry.WindowEnd > expired ? entry.WindowEnd : EventClock.None;
        }

        return EventClock.None;
    }

    private static bool IsLive(in Entry entry, long expired) => entry.WindowEnd != 0 && entry.WindowEnd > expired;

    private void Rebuild(long expired)
    {
        var live = 0;
        foreach (ref readonly var entry in _entries.AsSpan())
            if (IsLive(entry, expired)) live++;
        var capacity = _entries.Length;
        while (live * 4 > capacity) capacity *= 2;
        var old = _entries;
        _entries = _spare.Length == capacity ? _spare : new Entry[capacity];
        Array.Clear(_entries);
        _spare = old;
        _used = 0;
        var mask = capacity - 1;
        foreach (ref readonly var entry in old.AsSpan())
        {
            if (!IsLive(entry, expired)) continue;
            var slot = Hash(entry.Id, entry.Exchange) & mask;
            while (_entries[slot].WindowEnd != 0) slot = (slot + 1) & mask;
            _entries[slot] = entry;
            _used++;
        }
    }

    private static int Hash(long id, uint exchange)
    {
        var mixed = unchecked(((ulong)id + ((ulong)exchange << 32)) * 0x9E3779B97F4A7C15UL);
        return (int)(mixed >> 33);
    }

    private record struct Entry(long Id, uint Exchange, long SessionStart, long WindowEnd);
}
