namespace Torghut.Ws.Publishing;

/// <summary>The topics this service writes; numbers index tables.</summary>
internal enum ProduceTopic
{
    Trades,
    Quotes,
    Bars,
    Status,
    TradeUpdates,
}
