namespace Torghut.Alpaca.Data;

/// <summary>
/// Alpaca's historical REST interface. Items come sorted by symbol, then time. Pages are followed until the broker says there are no more;
/// a failure is an <see cref="AlpacaApiException"/> and leaves what came before valid.
/// </summary>
public interface IAlpacaDataClient
{
    /// <summary>Bars of several symbols.</summary>
    IAsyncEnumerable<AlpacaBar> ListBarsAsync(HistoryQuery query, CancellationToken cancellationToken);

    /// <summary>Trades of several symbols.</summary>
    IAsyncEnumerable<AlpacaTrade> ListTradesAsync(HistoryQuery query, CancellationToken cancellationToken);
}
