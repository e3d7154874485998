namespace Torghut.Trading.Risk;

/// <summary>Repetition, order rate, cool-down and the daily loss.</summary>
internal static class ThrottleChecks
{
    public static void Collect(RiskInput input, Exposure exposure, ref ReasonSet reasons)
    {
        var throttle = input.Throttle;
        var limits = input.Limits;
        var cooldown = limits.Cooldown > input.Strategy.Cooldown.GetValueOrDefault() ? limits.Cooldown : input.Strategy.Cooldown.GetValueOrDefault();
        reasons.AddIf(throttle.Duplicate, "duplicate_decision");
        reasons.AddIf(exposure.Opens && limits.MaxOrdersPerMinute is { } rate && throttle.OrdersLastMinute >= rate, "order_rate_exceeded");
        reasons.AddIf(exposure.Opens && throttle.SinceLastEntry is { } since && since < cooldown, "cooldown_active");
        reasons.AddIf(
            exposure.Opens && limits.DailyLossLimit is { } limit && input.Account is { } account && account.DailyLoss >= limit,
            "daily_loss_limit_exceeded");
    }
}
