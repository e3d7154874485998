namespace Torghut.Trading.Orders;

/// <summary>
/// Where a decision stands on its way to the broker. Persisted as the snake-case name in <c>trade_decisions.status</c>; members are only added.
/// The transitions are in <see cref="OrderStateMachine"/> and, as a table, in docs/trading/order-protocol.md.
/// </summary>
internal enum OrderState
{
    /// <summary>Written down, not yet judged.</summary>
    Planned,

    /// <summary>The risk verdict is committed; nothing has left, or what left is proven not to be at the broker.</summary>
    Approved,

    /// <summary>Refused by the risk engine. Terminal.</summary>
    Rejected,

    /// <summary>Too old to be sent. Terminal, unless the broker shows the order after all.</summary>
    Expired,

    /// <summary>Stopped by a latch, a lost lease or a switch after it had been approved. Terminal, unless the broker shows the order after all.</summary>
    Withheld,

    /// <summary>The claim to send is committed; the request may leave at any moment.</summary>
    Submitting,

    /// <summary>The request left and no answer could be read. Only the broker's evidence ends this state, never time.</summary>
    Unknown,

    /// <summary>The broker has the order and nothing is filled.</summary>
    Submitted,

    PartiallyFilled,

    /// <summary>Terminal.</summary>
    Filled,

    /// <summary>Terminal.</summary>
    Canceled,

    /// <summary>Refused by the broker. Terminal.</summary>
    BrokerRejected,

    /// <summary>Ran out at the broker. Terminal.</summary>
    BrokerExpired,

    /// <summary>Another order took its place. Terminal.</summary>
    Replaced,

    /// <summary>The broker does not know the order any more. Terminal, unless the broker shows the order after all.</summary>
    Vanished,
}
