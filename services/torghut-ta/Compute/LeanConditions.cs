using Torghut.Ta.Conditions;

namespace Torghut.Ta.Compute;

/// <summary>
/// LEAN's sale-condition bits as tape codes. Source: LEAN's <c>TradeConditionFlags</c> (QuantConnect/Lean, Common/Data/Market), matched
/// with the condition codes of the CTA and UTP tapes.
/// </summary>
internal static class LeanConditions
{
    private static readonly (uint Bit, string Code)[] Codes =
    [
        (0x1, "@"), (0x2, "C"), (0x4, "N"), (0x8, "R"), (0x20, "F"), (0x40, "O"), (0x80, "6"), (0x100, "5"), (0x200, "4"), (0x400, "T"),
        (0x800, "L"), (0x2000, "T"), (0x4000, "Z"), (0x20000, "G"), (0x100000, "W"), (0x200000, "X"), (0x400000, "H"), (0x1000000, "M"),
        (0x2000000, "P"), (0x4000000, "Q"), (0x10000000, "E"), (0x80000000, "I"),
    ];

    private static readonly Dictionary<uint, ulong> Known = [];

    public static ulong Pack(uint bits)
    {
        if (Known.TryGetValue(bits, out var packed))
        {
            return packed;
        }

        return Known[bits] = ConditionCodes.Pack([.. Codes.Where(c => (bits & c.Bit) != 0).Select(c => c.Code).Distinct()]);
    }
}
