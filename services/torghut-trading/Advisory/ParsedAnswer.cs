namespace Torghut.Trading.Advisory;

/// <param name="Outcome">How reading the answer ended.</param>
/// <param name="Advice">What it says; there if and only if the outcome is <see cref="ReviewOutcome.Ok"/>.</param>
internal readonly record struct ParsedAnswer(ReviewOutcome Outcome, Advice? Advice)
{
    public static implicit operator ParsedAnswer(ReviewOutcome outcome) => new(outcome, null);
}
