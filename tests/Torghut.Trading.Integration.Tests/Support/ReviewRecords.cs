using Torghut.Trading.Advisory;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>Reviews as the service would record them.</summary>
internal static class ReviewRecords
{
    /// <summary>Of the model, the prompt and the evaluation.</summary>
    public const string Standing = "standing";

    private static readonly ProviderEndpoint Endpoint = new("openai", new Uri("http://127.0.0.1:9"), "k", "m-1");

    public static ReviewRecord Of(DecisionRow row, Admission admission, int? tokens, ReviewOutcome outcome)
    {
        var order = new PlannedOrder("AAPL", OrderSide.Buy, 10, OrderKind.Market, null);
        var advice = outcome == ReviewOutcome.Ok ? new Advice(ReviewVerdict.Veto, 0.9m, null, null, null, "why", []) : null;
        return new ReviewRecord
        {
            Id = Guid.NewGuid(),
            DecisionId = row.Id,
            DecisionHash = row.DecisionHash,
            AccountLabel = row.AccountLabel,
            Endpoint = Endpoint,
            Mode = "active",
            Classification = Stance.Compliant,
            Standing = Standing,
            MarketTs = TimeProvider.System.GetUtcNow(),
            PromptVersion = "v1",
            PromptSha256 = "p",
            Subject = ReviewContext.Subject(row),
            Request = new byte[] { 1, 2, 3 },
            Reply = new ProviderReply(null, 200, new byte[] { 0, 255 }),
            Read = new ReadReply(outcome) { Advice = advice, PromptTokens = tokens, CompletionTokens = tokens is null ? null : 0 },
            Order = order,
            Guarded = new GuardedOrder(true, order, [advice is null ? GuardReasons.FailVeto : GuardReasons.Veto]),
            Bounds = new PolicyBounds
            {
                MinConfidence = 0.5m,
                AdjustmentAllowed = false,
                MinQtyMultiplier = 0.5m,
                MaxQtyMultiplier = 1.25m,
                OrderKinds = [OrderKind.Market],
                FailMode = FailMode.Veto,
                AbstainFailMode = FailMode.Veto,
                EscalateFailMode = FailMode.Veto,
                ModelLock = "",
                ReferencePrice = 100,
            },
            Admission = admission,
            Latency = TimeSpan.FromMilliseconds(5),
            Tokens = tokens,
            Cost = tokens is null ? null : 0.0004m,
        };
    }
}
