namespace Torghut.Trading.Risk;

/// <summary>Collects reasons without allocating for orders that are approved.</summary>
internal struct ReasonSet
{
    private ulong _bits;

    public void AddIf(bool broken, RiskReason reason)
    {
        if (broken)
        {
            _bits |= 1UL << (int)reason;
        }
    }

    public readonly IReadOnlyList<RiskReason> ToList() => _bits == 0 ? [] : [.. RiskReasons.All.Where(Contains)];

    private readonly bool Contains(RiskReason reason) => (_bits & (1UL << (int)reason)) != 0;
}
