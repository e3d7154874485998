using Torghut.Testing;
using Torghut.Trading.Json;
using Torghut.Trading.Orders;

namespace Torghut.Trading.Tests.Orders;

public sealed class OrderStateMachineTests
{
    private static readonly OrderState[] States = Enum.GetValues<OrderState>();
    private static readonly OrderTrigger[] Triggers = Enum.GetValues<OrderTrigger>();

    [Test]
    public void Apply_EveryStateAndTrigger_EqualsTheDocumentedTable()
    {
        var actual = string.Join('\n', States.Select(state => $"| {CanonicalText.Of(state)} | {string.Join(" | ", Triggers.Select(t => Cell(state, t)))} |"));
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "trading", "order-protocol.md"));
        Assert.That(page, Does.Contain(actual), "docs/trading/order-protocol.md must hold this table:\n" + actual);
    }

    [Test]
    public void Apply_LocalTrigger_NeverLeavesATerminalState()
    {
        foreach (var state in States.Where(OrderStateMachine.IsTerminal))
        {
            foreach (var trigger in Triggers.Where(t => t < OrderTrigger.BrokerWorking))
            {
                Assert.That(OrderStateMachine.Apply(state, trigger).Kind, Is.EqualTo(TransitionKind.Illegal), $"{state} {trigger}");
            }
        }
    }

    [Test]
    public void Apply_BrokerTrigger_BrokerTerminalStatesAbsorb()
    {
        foreach (var state in States.Where(OrderStateMachine.IsBrokerTerminal))
        {
            foreach (var trigger in Triggers.Where(t => t >= OrderTrigger.BrokerWorking))
            {
                Assert.That(OrderStateMachine.Apply(state, trigger), Is.EqualTo(new OrderTransition(state, TransitionKind.Absorbed)));
            }
        }
    }

    [Test]
    public void Apply_AnyPath_UnknownEndsOnlyByTheBrokersEvidence()
    {
        var ends = Triggers.Where(t => OrderStateMachine.Apply(OrderState.Unknown, t).Kind == TransitionKind.Moved);
        Assert.That(ends, Is.EquivalentTo(Triggers.Where(t => t >= OrderTrigger.ProvenAbsent)));
    }

    [Test]
    public void Apply_Submitting_ReachedOnlyFromApproved() =>
        Assert.That(
            from state in States
            from trigger in Triggers
            let transition = OrderStateMachine.Apply(state, trigger)
            where transition is { Next: OrderState.Submitting, Kind: TransitionKind.Moved }
            select (state, trigger),
            Is.EqualTo(new[] { (OrderState.Approved, OrderTrigger.Claimed) }));

    [Test]
    public void Correct_BrokersWord_LeavesAnEndedStateAndNothingThatWasNeverSent()
    {
        Assert.That(
            OrderStateMachine.Correct(OrderState.Filled, OrderTrigger.BrokerWorking),
            Is.EqualTo(new OrderTransition(OrderState.Submitted, TransitionKind.Moved)));
        Assert.That(
            OrderStateMachine.Correct(OrderState.Filled, OrderTrigger.BrokerFilled),
            Is.EqualTo(new OrderTransition(OrderState.Filled, TransitionKind.Absorbed)));
        Assert.That(
            from state in States
            from trigger in Triggers
            where trigger < OrderTrigger.BrokerWorking || state is OrderState.Planned or OrderState.Rejected
            select OrderStateMachine.Correct(state, trigger).Kind,
            Is.All.EqualTo(TransitionKind.Illegal));
    }

    [Test]
    public void Apply_EveryStateAndTrigger_IsSound() => Assert.That(
        from state in States
        from trigger in Triggers
        let transition = OrderStateMachine.Apply(state, trigger)
        where !OrderStateMachine.IsSound(state, trigger, transition)
        select (state, trigger, transition),
        Is.Empty);

    [Test]
    public void IsSound_WhatMustNotHappen_IsFound()
    {
        (OrderState State, OrderTrigger Trigger, OrderState Next, TransitionKind Kind)[] wrong =
        [
            (OrderState.Approved, OrderTrigger.RiskApproved, OrderState.Approved, TransitionKind.Moved),
            (OrderState.Submitted, OrderTrigger.BrokerFilled, OrderState.Filled, TransitionKind.Absorbed),
            (OrderState.Filled, OrderTrigger.BrokerCanceled, OrderState.Canceled, TransitionKind.Moved),
            (OrderState.Unknown, OrderTrigger.Claimed, OrderState.Submitting, TransitionKind.Moved),
            (OrderState.Unknown, OrderTrigger.AgeLimitPassed, OrderState.Expired, TransitionKind.Moved),
            (OrderState.Rejected, OrderTrigger.BrokerFilled, OrderState.Filled, TransitionKind.Moved),
        ];
        Assert.That(wrong.Where(w => OrderStateMachine.IsSound(w.State, w.Trigger, new OrderTransition(w.Next, w.Kind))), Is.Empty);
    }

    private static string Cell(OrderState state, OrderTrigger trigger)
    {
        var transition = OrderStateMachine.Apply(state, trigger);
        return transition.Kind switch
        {
            TransitionKind.Moved => CanonicalText.Of(transition.Next),
            TransitionKind.Absorbed => "=",
            _ => "-",
        };
    }
}
