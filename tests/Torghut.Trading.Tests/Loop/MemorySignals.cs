using Torghut.Trading.Signals;

namespace Torghut.Trading.Tests.Loop;

/// <summary>A table of signals in memory. What is asked of it is kept.</summary>
internal sealed class MemorySignals : ISignalSource
{
    private readonly SortedDictionary<SignalPosition, SignalRow> _rows = [];

    /// <summary>Signals up to the cursor of every read forward.</summary>
    public List<SignalQuery> Forward { get; } = [];

    public List<SignalQuery> Behind { get; } = [];

    /// <summary>Why a read forward fails; null while it does not.</summary>
    public Exception? Fails { get; set; }

    public Dictionary<string, PriceView> Prices { get; } = new(StringComparer.Ordinal);

    public void Add(params IEnumerable<SignalRow> rows)
    {
        foreach (var row in rows)
        {
            _rows[row.Position] = row;
        }
    }

    public Task<SignalRows> ReadForwardAsync(SignalQuery query, SignalPosition? cursor, CancellationToken cancellationToken)
    {
        Forward.Add(query);
        return Fails is { } failure
            ? Task.FromException<SignalRows>(failure)
            : Task.FromResult(Rows(query, position => cursor is not { } from || position > from));
    }

    public Task<IReadOnlyDictionary<string, long>> CountBehindAsync(SignalQuery query, SignalPosition cursor, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, long>>(
            Rows(query, position => position <= cursor).GroupBy(row => row.Symbol).ToDictionary(group => group.Key, group => group.LongCount()));

    public Task<SignalRows> ReadBehindAsync(SignalQuery query, SignalPosition cursor, CancellationToken cancellationToken)
    {
        Behind.Add(query);
        return Task.FromResult(Rows(query, position => position <= cursor));
    }

    public Task<DateTimeOffset?> NewestAsync(SignalQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(Rows(query, _ => true).End?.EventTs);

    public Task<IReadOnlyDictionary<string, PriceView>> ReadPricesAsync(
        IReadOnlyList<string> symbols, DateTimeOffset marketTime, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, PriceView>>(
            Prices.Where(pair => symbols.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value));

    public Task<IReadOnlyDictionary<string, QuoteView>> ReadQuotesAsync(
        IReadOnlyList<string> symbols, DateTimeOffset marketTime, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> PingAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    private SignalRows Rows(SignalQuery query, Func<SignalPosition, bool> wanted)
    {
        var rows = _rows.Values.Where(row => query.Symbols.Contains(row.Symbol) && row.EventTs >= query.From && row.EventTs <= query.MarketTime);
        return new SignalRows([.. rows.Where(row => wanted(row.Position)).Take(query.Limit)], []);
    }
}
