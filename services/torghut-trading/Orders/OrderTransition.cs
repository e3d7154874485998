namespace Torghut.Trading.Orders;

/// <summary>What a trigger does to a state.</summary>
/// <param name="Next">The state afterwards.</param>
/// <param name="Kind">Whether it moved, was absorbed or must not happen.</param>
internal readonly record struct OrderTransition(OrderState Next, TransitionKind Kind);

internal enum TransitionKind
{
    /// <summary>The state changes.</summary>
    Moved,

    /// <summary>A report that the state already covers: late, repeated or out of order.</summary>
    Absorbed,

    /// <summary>A violation of the protocol: the state stays and an alert is raised.</summary>
    Illegal,
}
