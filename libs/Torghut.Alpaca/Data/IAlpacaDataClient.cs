using Torghut.Alpaca.Trading;

namespace Torghut.Alpaca.Data;

/// <summary>
/// Alpaca's historical REST interface. Items come sorted by symbol, then time. Pages are followed until the broker says there are no more;
/// a failure is an <see cref="AlpacaApiException"/> and leaves what came before valid.
/// </summary>
public interface IAlpacaDataClient
{
    /// <summary>Bars of several symbols.</summary>
    /// <param name="query">What to read.</param>
    /// <param name="unread">Is told of every item that was not understood; such an item costs itself only.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    IAsyncEnumerable<AlpacaBar> ListBarsAsync(HistoryQuery query, Action<UnreadItem> unread, CancellationToken cancellationToken);

    /// <summary>Trades of several symbols.</summary>
    /// <inheritdoc cref="ListBarsAsync" path="/param"/>
    IAsyncEnumerable<AlpacaTrade> ListTradesAsync(HistoryQuery query, Action<UnreadItem> unread, CancellationToken cancellationToken);

    /// <summary>Splits and changes of symbols of the whole market.</summary>
    /// <param name="first">First day that they are processed on, included.</param>
    /// <param name="last">Last one, included.</param>
    /// <param name="unread">Is told of every item that was not understood; such an item costs itself only.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    IAsyncEnumerable<AlpacaCorporateAction> ListCorporateActionsAsync(
        DateOnly first, DateOnly last, Action<UnreadItem> unread, CancellationToken cancellationToken);

    /// <summary>The newest data of several symbols in one request; symbols that the broker does not know are missing.</summary>
    /// <param name="symbols">At least one.</param>
    /// <param name="feed">For example <c>iex</c> or <c>sip</c>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<AlpacaSnapshot>> ListSnapshotsAsync(IReadOnlyCollection<string> symbols, string feed, CancellationToken cancellationToken);
}
