namespace Torghut.Trading.Signals;

/// <summary>
/// Finds signals that appeared behind the cursor. It remembers which positions were evaluated in the late window; a symbol that suddenly has more than
/// those is read again. After a restart nothing is remembered and the window is evaluated once more, which the decision hash makes harmless.
/// </summary>
internal sealed class LateSignals(ISignalSource source, TimeSpan window)
{
    private readonly Dictionary<string, SortedSet<(DateTimeOffset At, long Seq)>> _seen = new(StringComparer.Ordinal);

    public void Remember(IEnumerable<SignalRow> rows)
    {
        foreach (var row in rows)
        {
            if (!_seen.TryGetValue(row.Symbol, out var seen))
            {
                _seen.Add(row.Symbol, seen = []);
            }

            seen.Add((row.EventTs, row.Seq));
        }
    }

    /// <summary>Rows behind the cursor that have not been evaluated, in order, at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<SignalRow>> FindAsync(IReadOnlyList<string> symbols, SignalPosition cursor, int limit, CancellationToken cancellationToken)
    {
        if (window <= TimeSpan.Zero)
        {
            return [];
        }

        var from = cursor.EventTs - window;
        Forget(from);
        var query = new SignalQuery(symbols, from, cursor.EventTs, int.MaxValue);
        var counts = await source.CountBehindAsync(query, cursor, cancellationToken);
        var behind = counts.Where(pair => pair.Value > Count(pair.Key)).Select(pair => pair.Key).ToList();
        if (behind.Count == 0)
        {
            return [];
        }

        var rows = await source.ReadBehindAsync(query with { Symbols = behind }, cursor, cancellationToken);
        return [.. rows.Where(row => !IsSeen(row)).Take(limit)];
    }

    private int Count(string symbol) => _seen.TryGetValue(symbol, out var seen) ? seen.Count : 0;

    private bool IsSeen(SignalRow row) => _seen.TryGetValue(row.Symbol, out var seen) && seen.Contains((row.EventTs, row.Seq));

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
