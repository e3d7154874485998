using Torghut.Alpaca.Data;
using Torghut.Alpaca.Trading;

namespace Torghut.Ws.Tests.Support;

/// <summary>History as a test has it, by symbol as Alpaca gives it, and what was asked of it.</summary>
internal sealed class History : IAlpacaDataClient
{
    public List<AlpacaTrade> Trades { get; } = [];

    public List<AlpacaBar> Bars { get; } = [];

    public List<HistoryQuery> TradeQueries { get; } = [];

    public List<HistoryQuery> BarQueries { get; } = [];

    /// <summary>What becomes of a question after its items; null when history answers.</summary>
    public Func<HistoryQuery, Exception?>? Failing { get; set; }

    /// <summary>Called before an answer.</summary>
    public Action? Asked { get; set; }

    public IAsyncEnumerable<AlpacaTrade> ListTradesAsync(HistoryQuery query, Action<UnreadItem> unread, CancellationToken cancellationToken) =>
        ListAsync(query, TradeQueries, Trades, trade => trade.Symbol);

    public IAsyncEnumerable<AlpacaBar> ListBarsAsync(HistoryQuery query, Action<UnreadItem> unread, CancellationToken cancellationToken) =>
        ListAsync(query, BarQueries, Bars, bar => bar.Symbol);

    public IAsyncEnumerable<AlpacaCorporateAction> ListCorporateActionsAsync(
        DateOnly first, DateOnly last, Action<UnreadItem> unread, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<AlpacaSnapshot>> ListSnapshotsAsync(
        IReadOnlyCollection<string> symbols, string feed, CancellationToken cancellationToken) => throw new NotSupportedException();

    private async IAsyncEnumerable<T> ListAsync<T>(HistoryQuery query, List<HistoryQuery> queries, List<T> items, Func<T, string> symbolOf)
    {
        await Task.Yield();
        queries.Add(query);
        Asked?.Invoke();
        foreach (var item in items.Where(item => query.Symbols.Contains(symbolOf(item))).OrderBy(symbolOf, StringComparer.Ordinal))
        {
            yield return item;
        }

        if (Failing?.Invoke(query) is { } failure)
        {
            throw failure;
        }
    }
}
