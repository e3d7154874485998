using System.Diagnostics;

namespace Torghut.Trading.Orders;

/// <summary>
/// The write-ahead order protocol. Every state is committed before the step it allows is taken:
/// planned before risk, approved before the claim, submitting before the request. What the broker says about an order that may have been sent
/// always wins; what it says about one that never was is a violation.
/// </summary>
internal static class OrderStateMachine
{
    public static OrderTransition Apply(OrderState state, OrderTrigger trigger)
    {
        var transition = trigger >= OrderTrigger.BrokerWorking
            ? ApplyBroker(state, trigger)
            : ApplyLocal(state, trigger) is { } next ? new OrderTransition(next, TransitionKind.Moved) : new OrderTransition(state, TransitionKind.Illegal);
        Debug.Assert(IsSound(state, trigger, transition), $"{state} {trigger} {transition}");
        return transition;
    }

    /// <summary>
    /// What the broker's corrected word makes of a state: a fill that was busted or corrected, or a record that the broker, asked twice, contradicted. The one
    /// way out of a state that the broker had ended.
    /// </summary>
    public static OrderTransition Correct(OrderState state, OrderTrigger trigger)
    {
        if (trigger < OrderTrigger.BrokerWorking || state is OrderState.Planned or OrderState.Rejected)
        {
            return new OrderTransition(state, TransitionKind.Illegal);
        }

        var next = StateOf(trigger);
        return next == state ? new OrderTransition(state, TransitionKind.Absorbed) : new OrderTransition(next, TransitionKind.Moved);
    }

    /// <summary>
    /// Whether a transition keeps what every other part of the service builds on: only a move changes the state, only a claim leads to a request, what the
    /// broker ended stays ended, what was never approved is never at the broker, and nothing but the broker's evidence ends <c>unknown</c>.
    /// </summary>
    internal static bool IsSound(OrderState state, OrderTrigger trigger, OrderTransition transition)
    {
        var moved = transition.Kind == TransitionKind.Moved;
        var evidence = trigger is >= OrderTrigger.BrokerWorking or OrderTrigger.ProvenAbsent;
        return moved == (transition.Next != state)
            && !(moved && IsBrokerTerminal(state))
            && !(moved && transition.Next == OrderState.Submitting && (state, trigger) != (OrderState.Approved, OrderTrigger.Claimed))
            && !(moved && (state is OrderState.Planned or OrderState.Rejected) && trigger >= OrderTrigger.BrokerWorking)
            && !(moved && state == OrderState.Unknown && !evidence);
    }

    /// <summary>Whether the order can never change again.</summary>
    public static bool IsTerminal(OrderState state) => state is OrderState.Rejected or OrderState.Expired or OrderState.Withheld or OrderState.Vanished
        || IsBrokerTerminal(state);

    public static bool IsBrokerTerminal(OrderState state) => state
        is OrderState.Filled
        or OrderState.Canceled
        or OrderState.BrokerRejected
        or OrderState.BrokerExpired
        or OrderState.Replaced;

    /// <summary>States in which an order may be at the broker and its fate is not known.</summary>
    public static bool IsUnresolved(OrderState state) => state is OrderState.Submitting or OrderState.Unknown;

    private static OrderState? ApplyLocal(OrderState state, OrderTrigger trigger) => (state, trigger) switch
    {
        (OrderState.Planned, OrderTrigger.RiskApproved) => OrderState.Approved,
        (OrderState.Planned, OrderTrigger.RiskRejected) => OrderState.Rejected,
        (OrderState.Planned or OrderState.Approved, OrderTrigger.AgeLimitPassed) => OrderState.Expired,
        (OrderState.Approved or OrderState.Submitting, OrderTrigger.SafetyWithheld) => OrderState.Withheld,
        (OrderState.Approved, OrderTrigger.Claimed) => OrderState.Submitting,
        (OrderState.Submitting, OrderTrigger.NotAccepted) => OrderState.Approved,
        (OrderState.Submitting, OrderTrigger.Refused) => OrderState.BrokerRejected,
        (OrderState.Submitting, OrderTrigger.OutcomeLost) => OrderState.Unknown,
        (OrderState.Unknown, OrderTrigger.ProvenAbsent) => OrderState.Approved,
        _ => null,
    };

    private static OrderTransition ApplyBroker(OrderState state, OrderTrigger trigger)
    {
        if (state is OrderState.Planned or OrderState.Rejected)
        {
            return new OrderTransition(state, TransitionKind.Illegal);
        }

        var next = StateOf(trigger);
        var absorbed = IsBrokerTerminal(state) || next == state || (state == OrderState.PartiallyFilled && next == OrderState.Submitted);
        return absorbed ? new OrderTransition(state, TransitionKind.Absorbed) : new OrderTransition(next, TransitionKind.Moved);
    }

    private static OrderState StateOf(OrderTrigger trigger) => trigger switch
    {
        OrderTrigger.BrokerWorking => OrderState.Submitted,
        OrderTrigger.BrokerPartialFill => OrderState.PartiallyFilled,
        OrderTrigger.BrokerFilled => OrderState.Filled,
        OrderTrigger.BrokerCanceled => OrderState.Canceled,
        OrderTrigger.BrokerRejectedOrder => OrderState.BrokerRejected,
        OrderTrigger.BrokerExpiredOrder => OrderState.BrokerExpired,
        OrderTrigger.BrokerVanished => OrderState.Vanished,
        _ => OrderState.Replaced,
    };
}
