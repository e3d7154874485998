namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>The channels of the stock feeds, in the order in which an acknowledgement lists them.</summary>
internal enum StreamChannel
{
    Trades,
    Quotes,
    Bars,
    UpdatedBars,
    DailyBars,
    Statuses,
    Lulds,
    Imbalances,
}
