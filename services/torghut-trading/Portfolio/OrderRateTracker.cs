namespace Torghut.Trading.Portfolio;

/// <summary>Orders of the last minute and last entries, kept up to date within a tick.</summary>
internal sealed class OrderRateTracker
{
    private readonly Dictionary<(string Strategy, string Symbol), (DateTimeOffset? LastEntry, int Entries)> _pairs = [];

    /// <summary>Orders of the account in the last minute of market time.</summary>
    public int OrdersLastMinute { get; private set; }

    public void Add(string strategy, string symbol, DateTimeOffset? lastEntry, int orders, int entries)
    {
        _pairs[(strategy, symbol)] = (lastEntry, entries);
        OrdersLastMinute += orders;
    }

    public TimeSpan? SinceLastEntry(string strategy, string symbol, DateTimeOffset marketTime) =>
        _pairs.TryGetValue((strategy, symbol), out var pair) && pair.LastEntry is { } last ? marketTime - last : null;

    public int EntriesLastMinute(string strategy, string symbol) => _pairs.TryGetValue((strategy, symbol), out var pair) ? pair.Entries : 0;

    /// <summary>Counts an order that is about to leave.</summary>
    public void Leaving(string strategy, string symbol, DateTimeOffset marketTime, bool entry)
    {
        OrdersLastMinute++;
        if (entry)
        {
            _pairs[(strategy, symbol)] = (marketTime, EntriesLastMinute(strategy, symbol) + 1);
        }
    }
}
