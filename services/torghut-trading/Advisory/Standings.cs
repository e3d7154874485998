using Torghut.Trading.Json;

namespace Torghut.Trading.Advisory;

/// <summary>
/// What evidence of advice is counted for, and what a demotion holds for: short digests of the configuration (<c>docs/adr/0037-worth-of-advice.md</c>).
/// </summary>
internal static class Standings
{
    private const int Length = 16;

    /// <summary>
    /// What is judged together: models, locks, prompt, evaluation, and the policy by which a verdict becomes an effect. Evidence of one is none of another.
    /// </summary>
    /// <param name="policy">What advice may do.</param>
    /// <param name="provider">Who is asked.</param>
    /// <param name="promptSha256">Digest of the prompt: a version is only a name, and its file can be changed.</param>
    public static string OfEvidence(AdvisoryPolicyOptions policy, ProviderOptions provider, string? promptSha256)
    {
        var map = OfModel(provider, promptSha256, LocksOf(policy, provider), policy.EvaluationReport);
        map["min_confidence"] = policy.MinConfidence;
        map["abstain_fail_mode"] = policy.EffectiveAbstainFailMode;
        map["escalate_fail_mode"] = policy.EffectiveEscalateFailMode;
        map["adjustment"] = policy.AllowsAdjustment
            ? new JsonMap
            {
                ["min_qty_multiplier"] = policy.MinQtyMultiplier,
                ["max_qty_multiplier"] = policy.MaxQtyMultiplier,
                ["order_types"] = policy.OrderKinds.Order().Select(kind => (object)kind).ToList(),
            }
            : null;
        return Name(map);
    }

    /// <summary>What a demotion is written down for: another model, lock, prompt or evaluation has not been judged yet. Other bounds do not lift it.</summary>
    public static string OfDemotion(AdvisoryPolicyOptions policy, ProviderOptions provider, string? promptSha256) =>
        Name(OfModel(provider, promptSha256, LocksOf(policy, provider), policy.EvaluationReport));

    /// <summary>
    /// Whatever a demotion can have been written down for that holds now: while a lock or the evaluation was not set yet, which makes the model no other one,
    /// and under the names of older versions, which knew neither the prompt's digest nor each endpoint's lock.
    /// </summary>
    public static IReadOnlyList<string> OfDemotionsInForce(AdvisoryPolicyOptions policy, ProviderOptions provider, string? promptSha256)
    {
        var reports = new[] { policy.EvaluationReport, "" };
        var locks = new[] { policy.ModelVersionLock, "" };
        return
        [
            .. reports.SelectMany(report => Unset(LocksOf(policy, provider)).Select(set => Name(OfModel(provider, promptSha256, set, report))))
                .Concat(reports.SelectMany(report => locks.Select(modelLock => Name(new JsonMap
                {
                    ["models"] = Models(provider),
                    ["model_lock"] = modelLock,
                    ["prompt_version"] = provider.PromptVersion,
                    ["evaluation_report"] = report,
                }))))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static JsonMap OfModel(ProviderOptions provider, string? promptSha256, IReadOnlyList<string> locks, string report) => new()
    {
        ["models"] = Models(provider),
        ["model_locks"] = locks.ToList(),
        ["prompt_version"] = provider.PromptVersion,
        ["prompt_sha256"] = promptSha256,
        ["evaluation_report"] = report,
    };

    private static List<string> Models(ProviderOptions provider) => [.. provider.Endpoints().Select(endpoint => endpoint.Model)];

    private static List<string> LocksOf(AdvisoryPolicyOptions policy, ProviderOptions provider) =>
        [.. provider.Endpoints().Select(endpoint => policy.LockOf(endpoint, provider))];

    /// <summary>The locks as they are, and with each of them not set yet.</summary>
    private static IEnumerable<IReadOnlyList<string>> Unset(IReadOnlyList<string> locks) => locks.Aggregate<string, IEnumerable<IReadOnlyList<string>>>(
        [[]], (sets, one) => sets.SelectMany(set => new IReadOnlyList<string>[] { [.. set, one], [.. set, ""] }));

    private static string Name(JsonMap map) => Digest.Of(map)[..Length];
}
