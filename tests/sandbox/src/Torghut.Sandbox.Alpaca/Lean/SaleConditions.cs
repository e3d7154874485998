using System.Globalization;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Lean;

/// <summary>
/// LEAN's sale-condition bits and the tape codes they stand for. Source: the bit values of LEAN's <c>TradeConditionFlags</c>
/// enumeration (QuantConnect/Lean, Common/Data/Market) matched with the condition codes of the CTA and UTP tapes.
/// </summary>
internal static class SaleConditions
{
    private static readonly (uint Bit, string Code)[] Codes =
    [
        (0x1, "@"), (0x2, "C"), (0x4, "N"), (0x8, "R"), (0x20, "F"), (0x40, "O"), (0x80, "6"), (0x100, "5"), (0x200, "4"),
        (0x400, "T"), (0x800, "L"), (0x2000, "T"), (0x4000, "Z"), (0x20000, "G"), (0x100000, "W"), (0x200000, "X"), (0x400000, "H"),
        (0x1000000, "M"), (0x2000000, "P"), (0x4000000, "Q"), (0x10000000, "E"), (0x80000000, "I"),
    ];

    private static readonly Dictionary<uint, ConditionSet> Known = [];
    private static readonly Lock Gate = new();

    /// <summary>The codes of a bit set in the order of their bits; a set that stands for none is a regular sale.</summary>
    public static ConditionSet Of(uint bits)
    {
        lock (Gate)
        {
            if (!Known.TryGetValue(bits, out var set))
            {
                var codes = Codes.Where(c => (bits & c.Bit) != 0).Select(c => c.Code).Distinct().ToArray();
                set = new ConditionSet(codes.Length == 0 ? ["@"] : codes);
                Known.Add(bits, set);
            }

            return set;
        }
    }

    /// <summary>The codes of a bit set in hexadecimal, as it is written in a row.</summary>
    public static ConditionSet Parse(string hexadecimal) => Of(uint.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
