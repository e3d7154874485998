namespace Torghut.Trading.Advisory;

/// <summary>How long an answer is waited for.</summary>
/// <param name="Time">The time.</param>
/// <param name="Outcome">What it is called when that is over: the provider's time-out, or late for the tick.</param>
/// <param name="Clock">Whose time.</param>
internal readonly record struct ReviewLimit(TimeSpan Time, ReviewOutcome Outcome, TimeProvider Clock)
{
    public static ReviewLimit Of(TimeSpan timeout, TimeSpan left, TimeProvider clock) =>
        left < timeout ? new(left, ReviewOutcome.Late, clock) : new(timeout, ReviewOutcome.Timeout, clock);
}
