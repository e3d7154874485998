namespace Torghut.Trading.Advisory;

/// <summary>What the stance depends on beside configuration.</summary>
/// <param name="IsLive">Orders go to a live account.</param>
/// <param name="PromptFault">Why there is no prompt; null when there is one.</param>
/// <param name="Withdrawn">Why the counterfactual ledger leaves no effect: it took it away, or was not read yet; null where it does.</param>
/// <param name="ModelMismatch">Another model answered than the one that is locked.</param>
internal sealed record StanceFacts(bool IsLive, string? PromptFault, string? Withdrawn, bool ModelMismatch);
