namespace Torghut.Ws.Replay;

/// <summary>
/// The tape codes of LEAN's sale-condition bits. Source: QuantConnect/Lean, <c>TradeConditionFlags</c>, matched with the codes of the CTA and
/// UTP tapes.
/// </summary>
internal static class LeanConditions
{
    private static readonly (uint Bit, string Code)[] Codes =
    [
        (0x1, "@"), (0x2, "C"), (0x4, "N"), (0x8, "R"), (0x20, "F"), (0x40, "O"), (0x80, "6"), (0x100, "5"), (0x200, "4"), (0x400, "T"), (0x800, "L"),
        (0x2000, "T"), (0x4000, "Z"), (0x20000, "G"), (0x100000, "W"), (0x200000, "X"), (0x400000, "H"), (0x1000000, "M"), (0x2000000, "P"),
        (0x4000000, "Q"), (0x10000000, "E"), (0x80000000, "I"),
    ];

    private static readonly Dictionary<uint, IReadOnlyList<string>> Known = [];

    /// <summary>The codes of a set of bits; a set that stands for none is a regular sale. For one thread.</summary>
    public static IReadOnlyList<string> Of(uint bits)
    {
        if (!Known.TryGetValue(bits, out var codes))
        {
            codes = [.. Codes.Where(code => (bits & code.Bit) != 0).Select(code => code.Code).Distinct()];
            codes = codes.Count == 0 ? ["@"] : codes;
            Known[bits] = codes;
        }

        return codes;
    }
}
