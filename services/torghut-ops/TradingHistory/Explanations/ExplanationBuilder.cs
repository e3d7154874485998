using System.Globalization;
using System.Text.Json;
using Torghut.Contracts;
using Torghut.Ops.TradingHistory.Lists;

namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>Puts what the stores say into the chain from ticks to fills. Pure; a link that cannot be shown says why.</summary>
internal static class ExplanationBuilder
{
    /// <summary>A sequence that is further from its window's end than this is no window's start.</summary>
    private const long LongestWindow = 86_400 * 366;

    public static Explanation Of(DecisionEvidence decision, DerivedEvidence derived) => new(
        decision.Account, decision.Item,
        [
            Ticks(decision, derived), Bar(decision, derived), Signal(decision, derived), Decision(decision), Risk(decision), .. Reviews(decision),
            .. OrderSteps.Orders(decision), .. OrderSteps.Fills(decision),
        ],
        [.. Codes(decision.Item).Select(ExplainedReason.Of)]);

    private static IEnumerable<string> Codes(DecisionItem item) =>
        item.StatusReason is { } reason && !item.Reasons.Contains(reason) ? item.Reasons.Append(reason) : item.Reasons;

    private static ExplanationStep Ticks(DecisionEvidence decision, DerivedEvidence derived)
    {
        var from = WindowStart(decision);
        List<StepFact> facts =
        [
            new("symbol", decision.Item.Symbol), new("window_start", from is { } start ? Instant(start) : null, "UTC"),
            new("window_end", Instant(decision.Item.SignalEventTs), "UTC"),
        ];
        const string Title = "The trades of the window";
        if ((derived.Bar ?? derived.Signal) is { InputTopic: { } topic, InputPartition: { } partition, FirstInput: { } first, LastInput: { } last })
        {
            // The partition has other symbols' records between the two.
            facts.Add(new StepFact("records_of_all_symbols", (last - first + 1).ToString(CultureInfo.InvariantCulture), "records"));
            return new ExplanationStep(StepKind.Ticks, Title, from, StepSource.Records(topic, partition, first, last), facts);
        }

        return new ExplanationStep(
            StepKind.Ticks, Title, from, null, facts,
            derived.Missing
                ?? "The rows of bar and signal are gone, or older than the columns that name their input; the records are found by symbol and time.");
    }

    private static ExplanationStep Bar(DecisionEvidence decision, DerivedEvidence derived) => new(
        StepKind.Bar, "The bar of the window", decision.Item.SignalEventTs, StepSource.Derived(DerivedTables.Microbars, Key(decision), derived.Bar),
        derived.Bar?.Facts ?? [], Missing(derived, derived.Bar));

    private static ExplanationStep Signal(DecisionEvidence decision, DerivedEvidence derived) => new(
        StepKind.Signal, "The signal as the strategy saw it", decision.Item.SignalEventTs,
        StepSource.Derived(DerivedTables.Signals, Key(decision), derived.Signal),
        [
            new("seq", decision.SignalSeq.ToString(CultureInfo.InvariantCulture)), new("timeframe", decision.Timeframe),
            new("ingest_ts", Instant(decision.SignalIngestTs), "UTC"), .. JsonFacts.Of(decision.Features),
        ],
        Missing(derived, derived.Signal) is { } why ? $"{why} The values are those that the decision keeps." : null);

    private static ExplanationStep Decision(DecisionEvidence decision) => new(
        StepKind.Decision, $"{decision.Item.Strategy} decided to {decision.Item.Action}", decision.Item.At,
        StepSource.Row("trade_decisions", decision.Item.Id),
        [
            new("strategy", decision.Item.Strategy), new("strategy_version", decision.StrategyVersion), new("plugin", decision.Plugin),
            new("action", decision.Item.Action), new("symbol", decision.Item.Symbol), new("parameter_hash", decision.ParameterHash),
            new("feature_hash", decision.FeatureHash), new("decision_hash", decision.Hash),
            .. decision.Rationale.Select(reason => new StepFact("because", JsonFacts.Cut(reason))),
        ]);

    private static ExplanationStep Risk(DecisionEvidence decision)
    {
        var source = StepSource.Row("trade_decisions", decision.Item.Id);
        return decision.Risk is null
            ? new ExplanationStep(StepKind.Risk, "Not judged", null, source, [],
                "No verdict is on record: the decision has not been judged yet, or expired before.")
            : new ExplanationStep(
                StepKind.Risk, decision.Item.Reasons.Count == 0 ? "The risk engine approved" : "The risk engine rejected", decision.RiskAt, source,
                [
                    .. decision.Item.Reasons.Select(code => new StepFact("reason", code)), new("qty", Text(decision.Item.Qty), "shares"),
                    new("limit_price", Text(decision.Item.LimitPrice), "USD a share"), .. JsonFacts.Of(decision.Sizing, "sizing"),
                        .. JsonFacts.Of(decision.Risk),
                ]);
    }

    private static IEnumerable<ExplanationStep> Reviews(DecisionEvidence decision) => decision.Reviews.Count > 0
        ? decision.Reviews.Select(review => new ExplanationStep(
            StepKind.Review, review.Verdict is { } verdict ? $"The review said {verdict}" : "The review came to no verdict", review.At,
            StepSource.Row("llm_decision_reviews", review.Id),
            [
                new("model", review.Model), new("prompt_version", review.PromptVersion), new("mode", review.Mode), new("outcome", review.Outcome),
                new("confidence", Text(review.Confidence), "0 to 1"), new("effect", review.Effect), new("skip_reason", review.SkipReason),
                new("latency", review.LatencyMs?.ToString(CultureInfo.InvariantCulture), "ms"),
                .. review.Reasons.Select(reason => new StepFact("reason", reason)), .. JsonFacts.Of(review.Output, "output"),
            ]))
        : [new ExplanationStep(StepKind.Review, "No review", null, null, [], NoReview(decision))];

    private static string NoReview(DecisionEvidence decision) =>
        decision.Risk is { ValueKind: JsonValueKind.Object } risk && risk.TryGetProperty("advisory", out var advisory) && advisory.ToString() == "not_asked"
            ? "None was asked for: the order would have been rejected without it."
            : "None is on record: the advisory layer was off, or the decision ended before.";

    private static string? Missing(DerivedEvidence derived, DerivedRow? row) => derived.Missing
        ?? (row is null ? "ClickHouse has no such row (any more)."
            : row.Topic is null ? "The row is older than the columns that name its record." : null);

    private static DateTimeOffset? WindowStart(DecisionEvidence decision) =>
        decision.Item.SignalEventTs.ToUnixTimeSeconds() - decision.SignalSeq is >= 0 and <= LongestWindow
            ? DateTimeOffset.FromUnixTimeSeconds(decision.SignalSeq)
            : null;

    private static string Key(DecisionEvidence decision) => string.Create(
        CultureInfo.InvariantCulture, $"symbol={decision.Item.Symbol} event_ts={Instant(decision.Item.SignalEventTs)} seq={decision.SignalSeq}");

    private static string Instant(DateTimeOffset instant) => Http.UtcInstantConverter.Write(instant);

    private static string? Text(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);
}
