using Torghut.Trading.Execution;
using Torghut.Trading.FeatureQuality;

namespace Torghut.Trading.Signals;

/// <summary>Reads signals and prices. Every method throws <see cref="SignalSourceException"/> when the store cannot answer.</summary>
internal interface ISignalSource
{
    /// <summary>Signals after the cursor and not after market time, in order, one row a position.</summary>
    Task<IReadOnlyList<SignalRow>> ReadForwardAsync(SignalQuery query, SignalPosition? cursor, CancellationToken cancellation);

    /// <summary>How many positions each symbol has from an instant up to the cursor.</summary>
    Task<IReadOnlyDictionary<string, long>> CountBehindAsync(SignalQuery query, SignalPosition cursor, CancellationToken cancellation);

    /// <summary>Signals from an instant up to the cursor, in order.</summary>
    Task<IReadOnlyList<SignalRow>> ReadBehindAsync(SignalQuery query, SignalPosition cursor, CancellationToken cancellation);

    /// <summary>Event time of the newest signal of the look-back; null when there is none.</summary>
    Task<DateTimeOffset?> NewestAsync(SignalQuery query, CancellationToken cancellation);

    /// <summary>Newest price and volume of each symbol in the price look-back; symbols without one are missing.</summary>
    Task<IReadOnlyDictionary<string, PriceView>> ReadPricesAsync(IReadOnlyList<string> symbols, DateTimeOffset marketTime, CancellationToken cancellation);

    /// <summary>Newest quote of each symbol in the price look-back; symbols without one are missing.</summary>
    Task<IReadOnlyDictionary<string, QuoteView>> ReadQuotesAsync(IReadOnlyList<string> symbols, DateTimeOffset marketTime, CancellationToken cancellation);

    /// <summary>Whether the store answers.</summary>
    Task<bool> PingAsync(CancellationToken cancellation);
}

/// <param name="Symbols">Symbols of interest.</param>
/// <param name="From">Oldest event time.</param>
/// <param name="MarketTime">Newest event time.</param>
/// <param name="Limit">Most rows.</param>
internal sealed record SignalQuery(IReadOnlyList<string> Symbols, DateTimeOffset From, DateTimeOffset MarketTime, int Limit);

/// <param name="Bid">Best bid, USD; null when the side has no active quote.</param>
/// <param name="Ask">Best ask, USD; null when the side has no active quote.</param>
internal readonly record struct QuoteView(decimal? Bid, decimal? Ask)
{
    /// <summary>The quote together with a last price, USD.</summary>
    public TopOfBook Over(decimal last) => new(last, Bid, Ask);
}

/// <param name="Price">Last close, USD.</param>
/// <param name="At">Its event time.</param>
/// <param name="Volume">Shares over the look-back.</param>
internal sealed record PriceView(decimal Price, DateTimeOffset At, decimal Volume);
