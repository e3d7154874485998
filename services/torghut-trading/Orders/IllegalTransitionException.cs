namespace Torghut.Trading.Orders;

/// <summary>A step of the order protocol was tried in a state that forbids it. A retry cannot help.</summary>
internal sealed class IllegalTransitionException : Exception
{
    public IllegalTransitionException(string decisionHash, OrderState state, OrderTrigger trigger)
        : base($"Order {decisionHash} in state {state} does not allow {trigger}")
    {
        DecisionHash = decisionHash;
        State = state;
        Trigger = trigger;
    }

    public string DecisionHash { get; }

    public OrderState State { get; }

    public OrderTrigger Trigger { get; }
}
