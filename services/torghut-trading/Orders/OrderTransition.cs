namespace Torghut.Trading.Orders;

/// <summary>What a trigger does to a state.</summary>
/// <param name="Next">The state afterwards.</param>
/// <param name="Kind">Whether it moved, was absorbed or must not happen.</param>
internal readonly record struct OrderTransition(OrderState Next, TransitionKind Kind);
