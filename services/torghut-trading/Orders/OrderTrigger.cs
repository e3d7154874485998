namespace Torghut.Trading.Orders;

/// <summary>What can happen to an order.</summary>
internal enum OrderTrigger
{
    RiskApproved,
    RiskRejected,

    /// <summary>The signal is older than an order may be when it is sent, or the session is over.</summary>
    AgeLimitPassed,

    /// <summary>A latch, switch or lost lease stopped the order before the request left.</summary>
    SafetyWithheld,

    /// <summary>The claim to send was committed under the lease's token.</summary>
    Claimed,

    /// <summary>The request is known not to have been accepted and may be sent again: 429, or the connection was never made.</summary>
    NotAccepted,

    /// <summary>The broker refused the request for good.</summary>
    Refused,

    /// <summary>The request left and its outcome could not be read, or the id exists already.</summary>
    OutcomeLost,

    /// <summary>Repeated look-ups after the grace period found no such order.</summary>
    ProvenAbsent,

    /// <summary>The broker shows the order working with nothing filled.</summary>
    BrokerWorking,
    BrokerPartialFill,
    BrokerFilled,
    BrokerCanceled,

    /// <summary>The broker accepted the request and rejected the order afterwards.</summary>
    BrokerRejectedOrder,
    BrokerExpiredOrder,
    BrokerReplacedOrder,

    /// <summary>The broker said again and again that it does not know the order any more.</summary>
    BrokerVanished,
}
