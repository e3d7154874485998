namespace Torghut.Trading.Advisory;

/// <param name="Outcome">How the review ended.</param>
/// <param name="Guarded">What the policy makes of it.</param>
/// <param name="Source">Who answered and what came of it, for the audit.</param>
internal sealed record ReviewResult(ReviewOutcome Outcome, GuardedOrder Guarded, string Source);
