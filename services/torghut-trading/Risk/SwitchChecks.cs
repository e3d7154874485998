using Torghut.Trading.Account;

namespace Torghut.Trading.Risk;

/// <summary>Switches, trading state and what blocks entries as a whole.</summary>
internal static class SwitchChecks
{
    public static void Collect(RiskInput input, Exposure exposure, ref ReasonSet reasons)
    {
        var switches = input.Switches;
        reasons.AddIf(!switches.TradingEnabled, RiskReason.TradingDisabled);
        reasons.AddIf(switches.Mode == TradingMode.Live && !switches.LiveEnabled, RiskReason.LiveTradingDisabled);
        reasons.AddIf(switches.KillSwitchEnabled, RiskReason.KillSwitchEnabled);
        reasons.AddIf(switches.EmergencyStopActive, RiskReason.EmergencyStopActive);
        reasons.AddIf(switches.State == TradingState.Halted, RiskReason.TradingHalted);
        reasons.AddIf(switches.State == TradingState.Reducing && exposure.Opens, RiskReason.ReducingOnly);
        reasons.AddIf(!switches.Reconciled, RiskReason.ReconciliationUnfinished);
        reasons.AddIf(switches.EntriesBlockedByUnknown && exposure.Opens, RiskReason.UnknownOrderOutstanding);
        reasons.AddIf(switches.ForeignOrderPresent && exposure.Opens, RiskReason.ForeignOrderPresent);
        reasons.AddIf(!input.Strategy.Enabled, RiskReason.StrategyDisabled);
        reasons.AddIf(input.Strategy.Suspended && exposure.Opens, RiskReason.StrategySuspended);
        reasons.AddIf(!input.Strategy.SymbolAllowed, RiskReason.SymbolNotAllowed);
        reasons.AddIf(input.Strategy.AdvisoryVeto, RiskReason.AdvisoryVeto);
    }
}
