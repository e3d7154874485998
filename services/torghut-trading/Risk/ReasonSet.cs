using System.Numerics;

namespace Torghut.Trading.Risk;

/// <summary>Collects reasons without allocating for orders that are approved.</summary>
internal struct ReasonSet
{
    private ulong _bits;

    /// <param name="broken">Whether the rule is broken.</param>
    /// <param name="code">The reason's code, written out where it is decided.</param>
    public void AddIf(bool broken, string code)
    {
        if (broken)
        {
            _bits |= 1UL << (int)RiskReasons.Of(code);
        }
    }

    public readonly IReadOnlyList<RiskReason> ToList() => _bits == 0 ? [] : [.. RiskReasons.All.Where(Contains)];

    /// <summary>The first reason in the catalogue's order; null when there is none.</summary>
    public readonly RiskReason? First => _bits == 0 ? null : (RiskReason)BitOperations.TrailingZeroCount(_bits);

    private readonly bool Contains(RiskReason reason) => (_bits & (1UL << (int)reason)) != 0;
}
