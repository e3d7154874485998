namespace Torghut.Alpaca.TradeUpdates;

/// <summary>What happened to an order. A word that is not listed is <see cref="Unknown"/>, never an error.</summary>
public enum TradeUpdateEvent
{
    Unknown,
    New,
    Fill,
    PartialFill,
    Canceled,
    Expired,
    DoneForDay,
    Replaced,
    Accepted,
    Rejected,
    PendingNew,
    Stopped,
    PendingCancel,
    PendingReplace,
    Calculated,
    Suspended,
    OrderReplaceRejected,
    OrderCancelRejected,
    Restated,
    Held,
    PendingReview,
    TradeBust,
    TradeCorrect,
}
