namespace Torghut.Trading.Risk;

/// <summary>The engine's answer.</summary>
/// <param name="Reasons">Every reason against the order, in the catalogue's order; empty when it is approved.</param>
/// <param name="OpeningQty">Shares by which the order would open or increase a position.</param>
internal sealed record RiskVerdict(IReadOnlyList<RiskReason> Reasons, decimal OpeningQty)
{
    public bool Approved => Reasons.Count == 0;

    public IReadOnlyList<string> Codes => [.. Reasons.Select(RiskReasons.Code)];
}
