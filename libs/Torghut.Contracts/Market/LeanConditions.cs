using System.Collections.Concurrent;

namespace Torghut.Contracts.Market;

/// <summary>
/// The tapes' codes of LEAN's sale-condition bits. Source:
/// <see href="https://github.com/QuantConnect/Lean/blob/master/Common/Data/Market/TradeConditionFlags.cs">TradeConditionFlags</see> of QuantConnect's
/// LEAN, matched with the sale conditions of the CTA and UTP tapes.
/// </summary>
public static class LeanConditions
{
    private static readonly (uint Bit, string Code)[] Codes =
    [
        (0x1, "@"), (0x2, "C"), (0x4, "N"), (0x8, "R"), (0x20, "F"), (0x40, "O"), (0x80, "6"), (0x100, "5"), (0x200, "4"), (0x400, "T"), (0x800, "L"),
        (0x2000, "T"), (0x4000, "Z"), (0x20000, "G"), (0x100000, "W"), (0x200000, "X"), (0x400000, "H"), (0x1000000, "M"), (0x2000000, "P"),
        (0x4000000, "Q"), (0x10000000, "E"), (0x80000000, "I"),
    ];

    private static readonly uint Meaningful = Codes.Aggregate(0u, (bits, code) => bits | code.Bit);

    private static readonly IReadOnlyList<string> Regular = ["@"];

    private static readonly ConcurrentDictionary<uint, IReadOnlyList<string>> Known = new();

    /// <summary>The codes of a set of bits, in the order of the bits and each once; a set that stands for none is a regular sale.</summary>
    public static IReadOnlyList<string> Of(uint bits) => Known.GetOrAdd(bits & Meaningful, static known =>
    {
        IReadOnlyList<string> codes = [.. Codes.Where(code => (known & code.Bit) != 0).Select(code => code.Code).Distinct()];
        return codes.Count > 0 ? codes : Regular;
    });
}
