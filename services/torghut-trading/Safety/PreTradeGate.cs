using Torghut.Trading.Account;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Safety;

/// <summary>Switches, latches and blocks as they stand at this moment.</summary>
internal sealed class PreTradeGate(SwitchOptions switches, SafetyLatches latches, EntryBlocks blocks)
{
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

    /// <summary>The last check before a request leaves: why it may not, or null.</summary>
    public RiskReason? Check(bool opensExposure)
    {
        if (!switches.Enabled)
        {
            return RiskReason.TradingDisabled;
        }

        if (switches.KillSwitchEnabled)
        {
            return RiskReason.KillSwitchEnabled;
        }

        if (latches.EmergencyStop)
        {
            return RiskReason.EmergencyStopActive;
        }

        if (!blocks.Reconciled)
        {
            return RiskReason.ReconciliationUnfinished;
        }

        if (!opensExposure)
        {
            return null;
        }

        if (latches.State == TradingState.Reducing)
        {
            return RiskReason.ReducingOnly;
        }

        if (blocks.UnresolvedOrders > 0)
        {
            return RiskReason.UnknownOrderOutstanding;
        }

        return blocks.ExternalOrders > 0 ? RiskReason.ExternalOrderPresent : null;
    }
}
