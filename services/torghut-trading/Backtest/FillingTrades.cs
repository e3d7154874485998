using Torghut.Contracts.Conditions;

namespace Torghut.Trading.Backtest;

/// <summary>
/// Which recorded trades say what an order that rests could have traded at. A trade whose condition keeps it from setting a bar's close was not made at the
/// quote of its moment: an average price, a late report, a price of another day. Odd lots were, though bars leave them out; so are codes that nobody knows.
/// </summary>
internal static class FillingTrades
{
    private const byte OddLot = (byte)'I';

    public static bool Counts(IReadOnlyList<string>? conditions, char tape)
    {
        for (var rest = ConditionCodes.Pack(conditions); rest != 0; rest >>= 8)
        {
            var code = (byte)(rest & 0xFF);
            ref readonly var rule = ref SaleConditionTable.Default.Find(code, tape);
            if (code != OddLot && rule.Known && !rule.Regular.HasFlag(TradeFields.OpenClose))
            {
                return false;
            }
        }

        return true;
    }
}
