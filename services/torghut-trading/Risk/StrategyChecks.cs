namespace Torghut.Trading.Risk;

/// <summary>The strategy, its universe and what a reviewer said.</summary>
internal static class StrategyChecks
{
    public static void Collect(RiskInput input, Exposure exposure, ref ReasonSet reasons)
    {
        reasons.AddIf(!input.Strategy.Enabled, "strategy_disabled");
        reasons.AddIf(input.Strategy.Suspended && exposure.Opens, "strategy_suspended");
        reasons.AddIf(!input.Strategy.SymbolAllowed && exposure.Opens, "symbol_not_allowed");
        reasons.AddIf(input.Strategy.AdvisoryVeto, "advisory_veto");
    }
}
