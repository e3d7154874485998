namespace Torghut.Alpaca.Trading;

/// <summary>State of an order at the broker. A word that is not listed is <see cref="Unknown"/>, never an error.</summary>
public enum OrderStatus
{
    Unknown,
    New,
    PartiallyFilled,
    Filled,
    DoneForDay,
    Canceled,
    Expired,
    Replaced,
    PendingCancel,
    PendingReplace,
    Accepted,
    PendingNew,
    AcceptedForBidding,
    Stopped,
    Rejected,
    Suspended,
    Calculated,
    Held,
}
