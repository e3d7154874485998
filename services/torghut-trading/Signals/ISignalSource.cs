namespace Torghut.Trading.Signals;

/// <summary>Reads signals and prices. Every method throws <see cref="SignalSourceException"/> when the store cannot answer.</summary>
internal interface ISignalSource
{
    /// <summary>Signals after the cursor and not after market time, in order, one row a position. A row that is no signal is beside them.</summary>
    Task<SignalRows> ReadForwardAsync(SignalQuery query, SignalPosition? cursor, CancellationToken cancellationToken);

    /// <summary>How many positions each symbol has from an instant up to the cursor.</summary>
    Task<IReadOnlyDictionary<string, long>> CountBehindAsync(SignalQuery query, SignalPosition cursor, CancellationToken cancellationToken);

    /// <summary>Signals from an instant up to the cursor, in order.</summary>
    Task<SignalRows> ReadBehindAsync(SignalQuery query, SignalPosition cursor, CancellationToken cancellationToken);

    /// <summary>Event time of the newest signal of the look-back; null when there is none.</summary>
    Task<DateTimeOffset?> NewestAsync(SignalQuery query, CancellationToken cancellationToken);

    /// <summary>Newest price and volume of each symbol in the price look-back; symbols without one are missing, rows that are no bars passed over.</summary>
    Task<IReadOnlyDictionary<string, PriceView>> ReadPricesAsync(IReadOnlyList<string> symbols, DateTimeOffset marketTime, CancellationToken cancellationToken);

    /// <summary>Newest quote of each symbol in the price look-back; symbols without one are missing.</summary>
    Task<IReadOnlyDictionary<string, QuoteView>> ReadQuotesAsync(IReadOnlyList<string> symbols, DateTimeOffset marketTime, CancellationToken cancellationToken);

    /// <summary>Whether the store answers.</summary>
    Task<bool> PingAsync(CancellationToken cancellationToken);
}

/// <param name="Symbols">Symbols of interest.</param>
/// <param name="From">Oldest event time.</param>
/// <param name="MarketTime">Newest event time.</param>
/// <param name="Limit">Most rows.</param>
internal sealed record SignalQuery(IReadOnlyList<string> Symbols, DateTimeOffset From, DateTimeOffset MarketTime, int Limit);

/// <param name="Price">Last close, USD.</param>
/// <param name="At">Its event time.</param>
/// <param name="Volume">Shares over the look-back.</param>
/// <param name="Recent">Median of the last bars before the newest; null when there are none.</param>
internal sealed record PriceView(decimal Price, DateTimeOffset At, decimal Volume, decimal? Recent = null);
