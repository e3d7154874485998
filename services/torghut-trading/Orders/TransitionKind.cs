namespace Torghut.Trading.Orders;

internal enum TransitionKind
{
    /// <summary>The state changes.</summary>
    Moved,

    /// <summary>A report that the state already covers: late, repeated or out of order.</summary>
    Absorbed,

    /// <summary>A violation of the protocol: the state stays and an alert is raised.</summary>
    Illegal,
}
