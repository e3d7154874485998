using Torghut.Trading.Execution;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Submission;

/// <summary>How sending an order along the chain ended.</summary>
/// <param name="Outcome">How sending ended; null when nothing was sent.</param>
/// <param name="Adapter">Who said so.</param>
/// <param name="Kept">Why nothing was sent; null when something was.</param>
internal sealed record RoutedOutcome(SubmitOutcome? Outcome, string Adapter, PreTradeVerdict? Kept = null)
{
    public static RoutedOutcome NotSent(string adapter, PreTradeVerdict verdict) => new(null, adapter, verdict);
}
