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
    SwitchOptions switches, SafetyLatches latches, EntryBlocks blocks, LeaseManager leases, BrokerRateLimiter rateLimiter, BrokerOptions orders,
    RiskOptions limits)
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

    /// <summary>Before an approved order is claimed.</summary>
    /// <param name="opensExposure">Whether it opens or increases a position.</param>
    public PreTradeVerdict BeforeClaim(bool opensExposure)
    {
        if (!rateLimiter.IsOpen)
        {
            return PreTradeVerdict.Wait(PreTradeCodes.RateLimited);
        }

        return leases.Current is { } lease ? Standing(opensExposure, lease) : PreTradeVerdict.Wait(PreTradeCodes.LeaseLost);
    }

    /// <summary>
    /// Immediately before the request of a claimed order, to the first adapter and to any other: writing the claim or the step took time in which a latch may
    /// have been engaged, and the process may have stood still while somebody else took the lease.
    /// </summary>
    /// <param name="opensExposure">Whether it opens or increases a position.</param>
    /// <param name="claimed">The lease it was claimed under.</param>
    public PreTradeVerdict BeforeRequest(bool opensExposure, Lease claimed) =>
        leases.Current?.Token == claimed.Token ? Standing(opensExposure, claimed) : PreTradeVerdict.Wait(PreTradeCodes.LeaseLost);

    private PreTradeVerdict Standing(bool opensExposure, Lease lease) =>
        Stop(opensExposure) is { } reason ? PreTradeVerdict.Withhold(reason) : PreTradeVerdict.Leave(lease);

    private RiskReason? Stop(bool opensExposure)
    {
        var reasons = default(ReasonSet);
        StopChecks.Collect(Current, opensExposure, ref reasons);
        return reasons.First;
    }
}
