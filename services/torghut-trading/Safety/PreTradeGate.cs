using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Leasing;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Safety;

/// <summary>
/// "May this order leave?", and if not, why. Every way an order can take to a broker leads through here: one just decided, one that is resumed, one that
/// goes to another adapter, one that the lean runner was handed. The drawing is in docs/trading/order-protocol.md, "Whether an order may leave"; the
/// statements that claim an order and move it to another adapter ask the database the same (<see cref="PreTradeSql.MayLeave"/>).
/// </summary>
internal sealed class PreTradeGate(
    SwitchOptions switches, ILatchState latches, EntryBlocks blocks, ILeaseState leases, BrokerRateLimiter rateLimiter, BrokerOptions orders,
    RiskOptions limits, TimeProvider time)
{
    /// <summary>Switches, latches and blocks as they stand at this moment, as the risk engine judges them.</summary>
    public SwitchView Current => new(
        switches.Enabled,
        switches.Mode,
        switches.LiveEnabled,
        switches.KillSwitchEnabled,
        latches.EmergencyStop,
        latches.State,
        blocks.UnresolvedOrders > 0,
        blocks.Reconciled,
        blocks.ExternalOrders > 0);

    /// <summary>Whether an exit might leave now, were there one.</summary>
    public bool IsOpen => leases.Current is not null && Stop(opensExposure: false) is null;

    /// <summary>The code of the switch of this process that lets no order leave, whatever else holds, or null. All that a lean runner has to ask.</summary>
    public static string? SwitchedOff(SwitchOptions switches) => switches switch
    {
        { Enabled: false } => "trading_disabled",
        { KillSwitchEnabled: true } => "kill_switch_enabled",
        _ => null,
    };

    /// <summary>Whether an order's signal has become too old for it to be sent.</summary>
    /// <param name="signalAt">Event time of the signal.</param>
    /// <param name="marketTime">The broker's time.</param>
    public bool IsTooOld(DateTimeOffset signalAt, DateTimeOffset marketTime) => marketTime - signalAt > (orders.OrderMaxAge ?? limits.MaxSignalAge);

    /// <summary>Whether positions and orders were read too long ago for an order to be decided on them, or to leave.</summary>
    /// <param name="clock">Market time; one that stands still, in a replay, ages nothing.</param>
    /// <param name="readAt">Monotonic time at which reading them began.</param>
    public bool IsStale(SessionClock clock, long readAt) => !clock.StandsStill && time.GetElapsedTime(readAt) > limits.ContextMaxAge;

    /// <summary>Before an approved order is claimed: each one, because the orders before it in the tick may have taken long.</summary>
    public PreTradeVerdict BeforeClaim(LeavingOrder order)
    {
        if (TimeIsOver(order) is { } over)
        {
            return over;
        }

        if (order.Refusals is { HoldsBack: true })
        {
            return PreTradeVerdict.Withhold(PreTradeCodes.RefusalBackOff);
        }

        // A position still shows what an order of unknown outcome may have closed. Entries are stopped by their block.
        if (!order.OpensExposure && blocks.IsUnresolved(order.Symbol, order.Action))
        {
            return PreTradeVerdict.Wait(RiskReasons.Code(RiskReason.UnknownOrderOutstanding));
        }

        if (!rateLimiter.IsOpen)
        {
            return PreTradeVerdict.Wait(PreTradeCodes.RateLimited);
        }

        return leases.Current is { } lease ? Stopped(order) ?? OnWhatIsKnown(order, lease) : PreTradeVerdict.Wait(PreTradeCodes.LeaseLost);
    }

    /// <summary>
    /// Immediately before the request of a claimed order, to the first adapter and to any other: writing the claim or the step took time in which a latch may
    /// have been engaged, and the process may have stood still while somebody else took the lease.
    /// </summary>
    /// <param name="order">The order.</param>
    /// <param name="claimed">The lease it was claimed under.</param>
    public PreTradeVerdict BeforeRequest(LeavingOrder order, Lease claimed)
    {
        // A lost lease comes first: the order is its new holder's, and so is the judgement.
        if (leases.Current?.Token != claimed.Token)
        {
            return PreTradeVerdict.Wait(PreTradeCodes.LeaseLost);
        }

        return Stopped(order) ?? TimeIsOver(order) ?? OnWhatIsKnown(order, claimed);
    }

    private PreTradeVerdict? Stopped(LeavingOrder order) => Stop(order.OpensExposure) is { } reason ? PreTradeVerdict.Withhold(reason) : null;

    private PreTradeVerdict OnWhatIsKnown(LeavingOrder order, Lease lease) =>
        IsStale(order.Clock, order.ContextReadAt) ? PreTradeVerdict.DecideAnew(PreTradeCodes.ContextStale) : PreTradeVerdict.Leave(lease);

    private PreTradeVerdict? TimeIsOver(LeavingOrder order)
    {
        if (IsTooOld(order.SignalAt, order.Clock.Now))
        {
            return PreTradeVerdict.Expire(PreTradeCodes.Expired);
        }

        return order.Clock.IsOpen ? null : PreTradeVerdict.Expire(RiskReasons.Code(RiskReason.MarketClosed));
    }

    private RiskReason? Stop(bool opensExposure)
    {
        var reasons = default(ReasonSet);
        StopChecks.Collect(Current, opensExposure, ref reasons);
        return reasons.First;
    }
}
