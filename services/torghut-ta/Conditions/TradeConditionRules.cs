namespace Torghut.Ta.Conditions;

/// <summary>Says which fields of a bar a trade may touch.</summary>
internal sealed class TradeConditionRules(TradeConditionMode mode, SaleConditionTable table)
{
    /// <summary>Evaluates a trade's codes; the strictest wins.</summary>
    /// <param name="codes">Packed codes, see <see cref="ConditionCodes"/>.</param>
    /// <param name="tape">A, B or C.</param>
    /// <param name="regularHours">Whether the trade's event time is within 09:30 to 16:00 New York time.</param>
    /// <param name="unknown">How many of the codes the table does not have; they count as regular.</param>
    public TradeFields Evaluate(ulong codes, char tape, bool regularHours, out int unknown)
    {
        unknown = 0;
        var fields = TradeFields.All;
        if (mode == TradeConditionMode.All) return fields;
        for (; codes != 0; codes >>= 8)
        {
            ref readonly var rule = ref table.Find((byte)(codes & 0xFF), tape);
            if (rule.Known) fields &= regularHours ? rule.Regular : rule.Extended;
            else unknown++;
        }

        return fields;
    }
}
