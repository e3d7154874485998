namespace Torghut.Trading.Risk;

/// <summary>
/// The final authority over every order: a pure function of its input. All reasons are collected. Switches, freshness and market checks hold
/// for every order; caps and brakes hold for what opens or increases a position, long or short, so that they never trap one that should close.
/// </summary>
internal static class RiskEngine
{
    public static RiskVerdict Evaluate(RiskInput input)
    {
        var exposure = Exposure.Of(input.Order, input.Portfolio);
        var reasons = default(ReasonSet);
        StopChecks.Collect(input.Switches, exposure.Opens, ref reasons);
        StrategyChecks.Collect(input, exposure, ref reasons);
        MarketChecks.Collect(input, exposure, ref reasons);
        ThrottleChecks.Collect(input, exposure, ref reasons);
        PriceChecks.Collect(input, exposure, ref reasons);
        CapChecks.Collect(input, exposure, ref reasons);
        return new RiskVerdict(reasons.ToList(), exposure.OpeningQty);
    }
}
