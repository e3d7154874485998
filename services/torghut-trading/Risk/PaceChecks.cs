namespace Torghut.Trading.Risk;

/// <summary>Repetition, order rate, cool-down and the daily loss.</summary>
internal static class PaceChecks
{
    public static void Collect(RiskInput input, Exposure exposure, ref ReasonSet reasons)
    {
        var pace = input.Pace;
        var limits = input.Limits;
        var cooldown = limits.Cooldown > input.Strategy.Cooldown.GetValueOrDefault() ? limits.Cooldown : input.Strategy.Cooldown.GetValueOrDefault();
        reasons.AddIf(pace.Duplicate, RiskReason.DuplicateDecision);
        reasons.AddIf(limits.MaxOrdersPerMinute is { } rate && pace.OrdersLastMinute >= rate, RiskReason.OrderRateExceeded);
        reasons.AddIf(exposure.Opens && pace.SinceLastEntry is { } since && since < cooldown, RiskReason.CooldownActive);
        reasons.AddIf(
            exposure.Opens && limits.DailyLossLimit is { } limit && input.Account is { } account && account.DailyLoss >= limit,
            RiskReason.DailyLossLimitExceeded);
    }
}
