using Torghut.Ops.TradingHistory.Profits;

namespace Torghut.Ops.TradingHistory.Reading;

/// <summary>
/// Fills of before a range that built the positions which it begins with. The newest of a symbol are read first; where they lead back to a moment at which its
/// positions were flat, no more is read of it.
/// </summary>
/// <param name="traded">The positions that something is filled of in the range.</param>
/// <param name="held">What trading's sums say of them before the day on which the range begins.</param>
/// <param name="from">When the range begins.</param>
internal sealed class EarlierFills(
    IReadOnlySet<(string? Strategy, string Symbol)> traded, IReadOnlyList<HeldPosition> held, DateTimeOffset from)
{
    /// <summary>Orders of a symbol that are read at first.</summary>
    public const int First = 100;

    private static readonly string Sql =
        $"""
        SELECT {FillHistory.Columns} FROM unnest(@symbols, @since) AS t (symbol, since)
        CROSS JOIN LATERAL (SELECT e.* FROM executions e
          WHERE e.account_label = @account AND e.symbol = t.symbol AND e.filled_qty > 0 AND {FillHistory.FilledAt} >= t.since AND {FillHistory.FilledAt} < @from
          ORDER BY {FillHistory.FilledAt} DESC, e.id DESC LIMIT @limit) AS e
        {FillHistory.Decisions} LIMIT {FillHistory.Most + 1}
        """;

    private readonly Dictionary<(string? Strategy, string Symbol), HeldPosition> _held = held.ToDictionary(position => (position.Strategy, position.Symbol));
    private readonly DateTimeOffset _day = DayOf(from);

    /// <summary>The day (UTC) on which a range begins; sums are of the days before it.</summary>
    public static DateTimeOffset DayOf(DateTimeOffset from) => new(from.UtcDateTime.Date, TimeSpan.Zero);

    public async Task<(IReadOnlyList<Fill> Fills, IReadOnlyList<OpeningPosition> Openings)> ReadAsync(HistorySession session, string account)
    {
        var since = traded.GroupBy(key => key.Symbol, SinceOf, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Min());
        var read = await ReadAsync(session, account, since, First);
        var deeper = read.GroupBy(fill => fill.Symbol, StringComparer.Ordinal).Where(group => !IsWhole(group.Key, [.. group]))
            .ToDictionary(group => group.Key, group => since[group.Key], StringComparer.Ordinal);
        if (deeper.Count > 0)
        {
            read = [.. read.Where(fill => !deeper.ContainsKey(fill.Symbol)), .. await ReadAsync(session, account, deeper, FillHistory.MostEarlier)];
        }

        var fills = read.Where(fill => traded.Contains(KeyOf(fill)) && fill.At >= SinceOf(KeyOf(fill))).ToLookup(KeyOf);
        return ([.. fills.SelectMany(group => group)], [.. held.Select(position => position.Before(fills[(position.Strategy, position.Symbol)], _day))]);
    }

    private Task<List<Fill>> ReadAsync(HistorySession session, string account, Dictionary<string, DateTimeOffset> since, int limit) => session.RowsAsync(
        Sql, FillHistory.Read, ("account", account), ("from", from), ("symbols", since.Keys.ToArray()), ("since", since.Values.ToArray()), ("limit", limit));

    /// <summary>A position that is flat, or was never there, has no fill before the day that is of account.</summary>
    private DateTimeOffset SinceOf((string?, string) key) => _held.TryGetValue(key, out var position) && position.Qty != 0 ? position.Since : _day;

    /// <summary>Whether nothing before these fills of a symbol is of account.</summary>
    private bool IsWhole(string symbol, IReadOnlyList<Fill> fills) => fills.Count < First || (fills.Min(fill => fill.At) < _day
        && held.Where(position => position.Symbol == symbol && position.Qty != 0)
            .All(position => position.WasFlatWithin(fills.Where(fill => fill.Strategy == position.Strategy), _day)));

    private static (string? Strategy, string Symbol) KeyOf(Fill fill) => (fill.Strategy, fill.Symbol);
}
