using System.Globalization;
using Torghut.Contracts.Market;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Lean;

/// <summary>Sets of conditions by LEAN's sale-condition bits, each made once.</summary>
internal static class SaleConditions
{
    private static readonly Dictionary<uint, ConditionSet> Known = [];
    private static readonly Lock Gate = new();

    /// <summary>The codes of a bit set in the order of their bits; a set that stands for none is a regular sale.</summary>
    public static ConditionSet Of(uint bits)
    {
        lock (Gate)
        {
            if (!Known.TryGetValue(bits, out var set))
            {
                set = new ConditionSet([.. LeanConditions.Of(bits)]);
                Known.Add(bits, set);
            }

            return set;
        }
    }

    /// <summary>The codes of a bit set in hexadecimal, as it is written in a row.</summary>
    public static ConditionSet Parse(string hexadecimal) => Of(uint.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
