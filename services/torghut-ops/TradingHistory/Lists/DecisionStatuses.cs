using System.Collections.Frozen;

namespace Torghut.Ops.TradingHistory.Lists;

/// <summary>The states in which torghut-trading stores decisions (its order protocol has the transitions), and what each means on a chart.</summary>
internal static class DecisionStatuses
{
    public const string Rejected = "rejected";

    /// <summary>The risk code of a decision that the review stopped.</summary>
    public const string VetoCode = "advisory_veto";

    private static readonly FrozenDictionary<string, DecisionOutcome> Outcomes = new Dictionary<string, DecisionOutcome>(StringComparer.Ordinal)
    {
        ["planned"] = DecisionOutcome.Unknown,
        ["approved"] = DecisionOutcome.Accepted,
        [Rejected] = DecisionOutcome.Rejected,
        ["expired"] = DecisionOutcome.Expired,
        ["withheld"] = DecisionOutcome.Rejected,
        ["submitting"] = DecisionOutcome.Accepted,
        ["unknown"] = DecisionOutcome.Unknown,
        ["submitted"] = DecisionOutcome.Accepted,
        ["partially_filled"] = DecisionOutcome.Filled,
        ["filled"] = DecisionOutcome.Filled,
        ["canceled"] = DecisionOutcome.Accepted,
        ["broker_rejected"] = DecisionOutcome.Rejected,
        ["broker_expired"] = DecisionOutcome.Expired,
        ["replaced"] = DecisionOutcome.Accepted,
        ["vanished"] = DecisionOutcome.Unknown,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IReadOnlyList<string> Names { get; } = [.. Outcomes.Keys.Order(StringComparer.Ordinal)];

    /// <summary>A state that a later version added is unknown here.</summary>
    /// <param name="hasFills">Whether shares changed hands, which is what a decision comes to, however the rest of its order ended.</param>
    public static DecisionOutcome OutcomeOf(string status, IReadOnlyList<string> reasons, bool hasFills = false) => hasFills ? DecisionOutcome.Filled
        : status == Rejected && reasons.Contains(VetoCode) ? DecisionOutcome.Vetoed
        : Outcomes.GetValueOrDefault(status, DecisionOutcome.Unknown);
}
