using Torghut.Trading.Account;

namespace Torghut.Trading.Risk;

/// <summary>Switches, trading state and what blocks entries as a whole: what the pre-trade gate asks once more before an order leaves.</summary>
internal static class StopChecks
{
    public static void Collect(SwitchView switches, bool opensExposure, ref ReasonSet reasons)
    {
        reasons.AddIf(!switches.TradingEnabled, "trading_disabled");
        reasons.AddIf(switches.Mode == TradingMode.Live && !switches.LiveEnabled, "live_trading_disabled");
        reasons.AddIf(switches.KillSwitchEnabled, "kill_switch_enabled");
        reasons.AddIf(switches.EmergencyStopActive, "emergency_stop_active");
        reasons.AddIf(switches.State == TradingState.Halted, "trading_halted");
        reasons.AddIf(switches.State == TradingState.Reducing && opensExposure, "reducing_only");
        reasons.AddIf(!switches.Reconciled, "reconciliation_unfinished");
        reasons.AddIf(switches.EntriesBlockedByUnknown && opensExposure, "unknown_order_outstanding");
        reasons.AddIf(switches.ExternalOrderPresent && opensExposure, "foreign_order_present");
    }
}
