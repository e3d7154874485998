namespace Torghut.Trading.Advisory;

/// <summary>What the stance depends on beside configuration.</summary>
/// <param name="IsLive">Orders go to a live account.</param>
/// <param name="PromptFault">Why there is no prompt; null when there is one.</param>
/// <param name="Demoted">The counterfactual ledger took the effect away.</param>
/// <param name="ModelMismatch">Another model answered than the one that is locked.</param>
internal sealed record StanceFacts(bool IsLive, string? PromptFault, bool Demoted, bool ModelMismatch);
