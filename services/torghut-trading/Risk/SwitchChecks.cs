using Torghut.Trading.Account;

namespace Torghut.Trading.Risk;

/// <summary>Switches, trading state and what blocks entries as a whole.</summary>
internal static class SwitchChecks
{
    public static void Collect(RiskInput input, Exposure exposure, ref ReasonSet reasons)
    {
        var switches = input.Switches;
        reasons.AddIf(!switches.TradingEnabled, "trading_disabled");
        reasons.AddIf(switches.Mode == TradingMode.Live && !switches.LiveEnabled, "live_trading_disabled");
        reasons.AddIf(switches.KillSwitchEnabled, "kill_switch_enabled");
        reasons.AddIf(switches.EmergencyStopActive, "emergency_stop_active");
        reasons.AddIf(switches.State == TradingState.Halted, "trading_halted");
        reasons.AddIf(switches.State == TradingState.Reducing && exposure.Opens, "reducing_only");
        reasons.AddIf(!switches.Reconciled, "reconciliation_unfinished");
        reasons.AddIf(switches.EntriesBlockedByUnknown && exposure.Opens, "unknown_order_outstanding");
        reasons.AddIf(switches.ExternalOrderPresent && exposure.Opens, "foreign_order_present");
        reasons.AddIf(!input.Strategy.Enabled, "strategy_disabled");
        reasons.AddIf(input.Strategy.Suspended && exposure.Opens, "strategy_suspended");
        reasons.AddIf(!input.Strategy.SymbolAllowed, "symbol_not_allowed");
        reasons.AddIf(input.Strategy.AdvisoryVeto, "advisory_veto");
    }
}
