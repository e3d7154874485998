namespace Torghut.Sandbox.Alpaca.Broker;

internal enum OrderStatus
{
    PendingNew,
    Accepted,
    New,
    PartiallyFilled,
    Filled,
    Canceled,
    Expired,
    Replaced,
    Rejected,

    /// <summary>An exit that waits for its entry or for its stop price. It is not in the market.</summary>
    Held,
}
