namespace Torghut.Contracts.Conditions;

/// <summary>Says which fields of a bar a trade may touch. Not thread-safe: it remembers its last answers, as few combinations make up nearly all
/// trades.</summary>
public sealed class TradeConditionRules(TradeConditionMode mode, SaleConditionTable table)
{
    private const int Remembered = 256;

    private readonly Resolution[] _resolutions = new Resolution[Remembered];

    /// <summary>Evaluates a trade's codes; the strictest wins.</summary>
    /// <param name="codes">Packed codes, see <see cref="ConditionCodes"/>.</param>
    /// <param name="tape">A, B or C.</param>
    /// <param name="regularHours">Whether the trade's event time is within the day's regular hours, early closes considered.</param>
    /// <param name="unknown">How many of the codes the table does not have; they count as regular.</param>
    public TradeFields Evaluate(ulong codes, char tape, bool regularHours, out int unknown)
    {
        unknown = 0;
        if (mode == TradeConditionMode.All || codes == 0)
        {
            return TradeFields.All;
        }

        var question = (uint)tape | (regularHours ? 1u << 16 : 0);
        var slot = unchecked((codes ^ question) * 0x9E3779B97F4A7C15UL) >> 56;
        ref var resolution = ref _resolutions[slot];
        if (resolution.Codes != codes || resolution.Question != question)
        {
            resolution = Find(codes, tape, regularHours, question);
        }

        unknown = resolution.Unknown;
        return resolution.Fields;
    }

    private Resolution Find(ulong codes, char tape, bool regularHours, uint question)
    {
        var unknown = 0;
        var fields = TradeFields.All;
        for (var rest = codes; rest != 0; rest >>= 8)
        {
            ref readonly var rule = ref table.Find((byte)(rest & 0xFF), tape);
            if (rule.Known)
            {
                fields &= regularHours ? rule.Regular : rule.Extended;
            }
            else
            {
                unknown++;
            }
        }

        return new Resolution(codes, question, fields, unknown);
    }

    /// <summary>No trade asks with codes 0, so an empty place answers none.</summary>
    private readonly record struct Resolution(ulong Codes, uint Question, TradeFields Fields, int Unknown);
}
