using System.Collections.Concurrent;
using Torghut.Ws.Dedup;

namespace Torghut.Ws.Backfill;

/// <summary>
/// The trades that the socket brought shortly before and since a gap, and those that were read from history: what history repeats of them is
/// not published again. Bounded; beyond the bound trades may come twice. Safe for concurrent use.
/// </summary>
internal sealed class GapDedupSet
{
    private const int MaxTrades = 200_000;

    private readonly ConcurrentDictionary<DedupKey, bool> _trades = new();
    private int _count;

    /// <returns>Whether the trade is new.</returns>
    public bool Add(in DedupKey trade)
    {
        if (Volatile.Read(ref _count) >= MaxTrades)
        {
            return !_trades.ContainsKey(trade);
        }

        if (!_trades.TryAdd(trade, true))
        {
            return false;
        }

        Interlocked.Increment(ref _count);
        return true;
    }

    /// <summary>The trade that was just added is not published after all.</summary>
    public void Remove(in DedupKey trade)
    {
        if (_trades.TryRemove(trade, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
