using System.Text.Json;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;

namespace Torghut.Trading.Advisory;

/// <summary>A stored review, to be read again from its bytes under the policy that was stored with it.</summary>
internal sealed record RecordedReview
{
    public Guid Id { get; init; }
    public string Outcome { get; init; } = "";
    public string Effect { get; init; } = "";
    public string? Verdict { get; init; }
    public string[] Reasons { get; init; } = [];
    public int? HttpStatus { get; init; }
    public byte[]? Response { get; init; }
    public string ResponseSha256 { get; init; } = "";
    public string Subject { get; init; } = "";
    public string Policy { get; init; } = "";
    public string OrderBefore { get; init; } = "";
    public string OrderAfter { get; init; } = "";

    /// <summary>What is stored otherwise than the bytes say; null when everything agrees.</summary>
    public string? Difference()
    {
        if (Response is { } bytes && Digest.Of(bytes) != ResponseSha256)
        {
            return "response_sha256";
        }

        var reply = HttpStatus is { } status ? new ProviderReply(null, status, Response ?? []) : ProviderReply.Of(ReviewOutcomes.Of(Outcome));
        var read = CompletionReader.Read(reply, Subject);
        using var before = JsonDocument.Parse(OrderBefore);
        using var policy = JsonDocument.Parse(Policy);
        using var after = JsonDocument.Parse(OrderAfter);
        var order = EvaluationCase.ReadOrder(before.RootElement);
        var guarded = PolicyGuard.Apply(order, read, Bounds(policy.RootElement));
        (string Name, bool Agrees)[] checks =
        [
            ("outcome", read.Outcome.Code() == Outcome),
            ("verdict", (read.Advice is { } advice ? CanonicalText.Of(advice.Verdict) : null) == Verdict),
            ("effect", guarded.Effect(order) == Effect),
            ("reasons", guarded.Reasons.SequenceEqual(Reasons, StringComparer.Ordinal)),
            ("order", guarded.Order == EvaluationCase.ReadOrder(after.RootElement)),
        ];
        return checks.Where(check => !check.Agrees).Select(check => check.Name).FirstOrDefault();
    }

    private static PolicyBounds Bounds(JsonElement policy) => new()
    {
        MinConfidence = Number(policy, "min_confidence"),
        AdjustmentAllowed = policy.GetProperty("adjustment_allowed").GetBoolean(),
        MinQtyMultiplier = Number(policy, "min_qty_multiplier"),
        MaxQtyMultiplier = Number(policy, "max_qty_multiplier"),
        OrderKinds = [.. policy.GetProperty("order_types").EnumerateArray().Select(kind => kind.GetString() == "limit" ? OrderKind.Limit : OrderKind.Market)],
        FailMode = Mode(policy, "fail_mode"),
        AbstainFailMode = Mode(policy, "abstain_fail_mode"),
        EscalateFailMode = Mode(policy, "escalate_fail_mode"),
        ModelLock = policy.GetProperty("model_lock").GetString()!,
        ReferencePrice = EvaluationCase.Number(policy.GetProperty("reference_price")),
    };

    private static decimal Number(JsonElement policy, string name) => EvaluationCase.Number(policy.GetProperty(name))!.Value;

    private static FailMode Mode(JsonElement policy, string name) =>
        policy.GetProperty(name).GetString() == "pass_through" ? FailMode.PassThrough : FailMode.Veto;
}
