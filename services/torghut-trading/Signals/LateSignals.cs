namespace Torghut.Trading.Signals;

/// <summary>
/// Finds signals that appeared behind the cursor. It knows which positions of the late window were read, from the database after a restart; a symbol that
/// suddenly has more than those is read again.
/// </summary>
internal sealed class LateSignals(ISignalSource source, TimeSpan window)
{
    private readonly Dictionary<string, SortedSet<(DateTimeOffset At, long Seq)>> _seen = new(StringComparer.Ordinal);
    private DateTimeOffset _from = DateTimeOffset.MinValue;

    /// <summary>Starts again with what the database remembers.</summary>
    /// <param name="memory">Positions that were read, and from when on they are all there are.</param>
    public void Restore(SignalMemory memory)
    {
        _seen.Clear();
        _from = memory.From ?? DateTimeOffset.MinValue;
        Remember(memory.Read);
    }

    public void Remember(IEnumerable<SignalPosition> positions)
    {
        foreach (var position in positions)
        {
            if (!_seen.TryGetValue(position.Symbol, out var seen))
            {
                _seen.Add(position.Symbol, seen = []);
            }

            seen.Add((position.EventTs, position.Seq));
        }
    }

    /// <summary>Whether a position was read before.</summary>
    public bool IsSeen(SignalPosition position) => _seen.TryGetValue(position.Symbol, out var seen) && seen.Contains((position.EventTs, position.Seq));

    /// <summary>From when on a cursor's late window begins; nothing before it is looked for any more.</summary>
    public DateTimeOffset WindowOf(SignalPosition cursor) => cursor.EventTs - window > _from ? cursor.EventTs - window : _from;

    /// <summary>Rows behind the cursor that have not been read, in order, at most <paramref name="limit"/> signals.</summary>
    public async Task<SignalRows> FindAsync(IReadOnlyList<string> symbols, SignalPosition cursor, int limit, CancellationToken cancellationToken)
    {
        var from = WindowOf(cursor);
        Forget(from);
        if (window <= TimeSpan.Zero)
        {
            return SignalRows.Empty;
        }

        var query = new SignalQuery(symbols, from, cursor.EventTs, int.MaxValue);
        var counts = await source.CountBehindAsync(query, cursor, cancellationToken);
        var behind = counts.Where(pair => pair.Value > Count(pair.Key)).Select(pair => pair.Key).ToList();
        if (behind.Count == 0)
        {
            return SignalRows.Empty;
        }

        var rows = await source.ReadBehindAsync(query with { Symbols = behind }, cursor, cancellationToken);
        return rows.Where(position => !IsSeen(position)).First(limit);
    }

    private int Count(string symbol) => _seen.TryGetValue(symbol, out var seen) ? seen.Count : 0;

    private void Forget(DateTimeOffset from)
    {
        foreach (var seen in _seen.Values)
        {
            while (seen.Count > 0 && seen.Min.At < from)
            {
                seen.Remove(seen.Min);
            }
        }
    }
}
