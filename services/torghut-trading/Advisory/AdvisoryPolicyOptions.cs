using System.Globalization;
using Torghut.Common.Configuration;
using Torghut.Trading.Account;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Advisory;

/// <summary>What advice may do. The defaults let it do nothing.</summary>
internal sealed class AdvisoryPolicyOptions : IValidatableOptions, IDependentOptions
{
    [ConfigurationKey("LLM_SHADOW_MODE", "Whether advice is asked for and recorded without effect.")]
    public bool ShadowMode { get; set; } = true;

    [ConfigurationKey("LLM_ROLLOUT_STAGE", "stage0 and stage1 force shadow; in stage2 LLM_FAIL_MODE is pass_through, in stage3 as configured.")]
    public RolloutStage Stage { get; set; } = RolloutStage.Stage0;

    [ConfigurationKey("LLM_FAIL_MODE", "What no advice means.")]
    public FailMode FailMode { get; set; } = FailMode.Veto;

    [ConfigurationKey("LLM_FAIL_MODE_ENFORCEMENT", "strict_veto makes every fail mode a veto.")]
    public FailModeEnforcement Enforcement { get; set; } = FailModeEnforcement.StrictVeto;

    [ConfigurationKey("LLM_ABSTAIN_FAIL_MODE", "What the verdict abstain means.")]
    public FailMode AbstainFailMode { get; set; } = FailMode.Veto;

    [ConfigurationKey("LLM_ESCALATE_FAIL_MODE", "What the verdict escalate means, beside the alert.")]
    public FailMode EscalateFailMode { get; set; } = FailMode.Veto;

    [ConfigurationKey("LLM_FAIL_OPEN_LIVE_APPROVED", "Whether a live order may leave without the advice that was asked for.")]
    public bool FailOpenLiveApproved { get; set; }

    [ConfigurationKey("LLM_MIN_CONFIDENCE", "Advice that is less sure than this is a veto.", Min = 0, Max = 1)]
    public decimal MinConfidence { get; set; } = 0.5m;

    [ConfigurationKey("LLM_ADJUSTMENT_ALLOWED", "Whether advice may change an order.")]
    public bool AdjustmentAllowed { get; set; }

    [ConfigurationKey("LLM_ADJUSTMENT_APPROVED", "Second switch for changing an order.")]
    public bool AdjustmentApproved { get; set; }

    [ConfigurationKey("LLM_MIN_QTY_MULTIPLIER", "Least quantity of a changed order, as a part of the decision's.", Min = 0.01, Max = 1)]
    public decimal MinQtyMultiplier { get; set; } = 0.5m;

    [ConfigurationKey("LLM_MAX_QTY_MULTIPLIER", "Largest quantity of a changed order, as a multiple of the decision's.", Min = 1, Max = 2)]
    public decimal MaxQtyMultiplier { get; set; } = 1.25m;

    [ConfigurationKey("LLM_ALLOWED_ORDER_TYPES", "Order types that advice may change an order to; comma-separated.")]
    public IReadOnlyList<string> AllowedOrderTypes { get; set; } = ["market", "limit"];

    [ConfigurationKey("LLM_ALLOWED_MODELS", "Models that may have an effect; comma-separated.")]
    public IReadOnlyList<string> AllowedModels { get; set; } = [];

    [ConfigurationKey("LLM_EVALUATION_REPORT", "Reference of the evaluation that the model passed.")]
    public string EvaluationReport { get; set; } = "";

    [ConfigurationKey("LLM_EFFECTIVE_CHALLENGE_ID", "Reference of the review by people who did not build it.")]
    public string EffectiveChallengeId { get; set; } = "";

    [ConfigurationKey("LLM_SHADOW_COMPLETED_AT", "When the shadow phase ended, as a date or RFC 3339 time.")]
    public string ShadowCompletedAt { get; set; } = "";

    [ConfigurationKey("LLM_MODEL_VERSION_LOCK", "The model that the provider must name in its answers, as MODEL or MODEL@FINGERPRINT.")]
    public string ModelVersionLock { get; set; } = "";

    [ConfigurationKey("LLM_SELF_HOSTED_MODEL_VERSION_LOCK",
        "The same of the self-hosted endpoint; empty for LLM_MODEL_VERSION_LOCK where it is asked for the same model or is the only one.")]
    public string SelfHostedModelVersionLock { get; set; } = "";

    [ConfigurationKey("LLM_MODEL_TRAINING_CUTOFF", "The last day that the model may know of, as a date.")]
    public string ModelTrainingCutoff { get; set; } = "";

    /// <summary>Fail modes as they are in force, by what there was instead of advice.</summary>
    public IEnumerable<FailMode> EffectiveFailModes => [EffectiveFailMode, EffectiveAbstainFailMode, EffectiveEscalateFailMode];

    /// <summary>What no advice means: stage2 fails open, strict enforcement never does.</summary>
    public FailMode EffectiveFailMode => Enforced(Stage == RolloutStage.Stage2 ? FailMode.PassThrough : FailMode);

    /// <summary>What abstain means at every stage: a model that answers is not one that is away.</summary>
    public FailMode EffectiveAbstainFailMode => Enforced(AbstainFailMode);

    /// <summary>What escalate means, as for abstain.</summary>
    public FailMode EffectiveEscalateFailMode => Enforced(EscalateFailMode);

    /// <summary>Whether both switches let advice change an order.</summary>
    public bool AllowsAdjustment => AdjustmentAllowed && AdjustmentApproved;

    /// <summary>Order types that advice may change an order to.</summary>
    public IReadOnlyList<OrderKind> OrderKinds => [.. AllowedOrderTypes.Select(type => type == "limit" ? OrderKind.Limit : OrderKind.Market)];

    /// <summary>When the shadow phase ended; null when that is not said or not readable.</summary>
    public DateTimeOffset? ShadowEnd => Time(ShadowCompletedAt);

    /// <summary>The last day that the model may know of; null when that is not said or not readable.</summary>
    public DateOnly? TrainingCutoff => Time(ModelTrainingCutoff) is { } time ? DateOnly.FromDateTime(time.UtcDateTime) : null;

    /// <summary>The model and fingerprint that an endpoint must have answered with; empty while none is locked. Two models never share one lock.</summary>
    public string LockOf(ProviderEndpoint endpoint, ProviderOptions provider)
    {
        var own = endpoint.Name == ProviderEndpoint.SelfHosted ? SelfHostedModelVersionLock : "";
        return own.Length > 0 ? own : endpoint.Model == provider.Endpoints()[0].Model ? ModelVersionLock : "";
    }

    public IEnumerable<ConfigurationProblem> Validate()
    {
        foreach (var (key, mode) in FailModes().Where(pair => pair.Mode == FailMode.PassThrough && Enforcement == FailModeEnforcement.StrictVeto))
        {
            yield return new(key, "veto, because LLM_FAIL_MODE_ENFORCEMENT=strict_veto", $"'{(mode == FailMode.Veto ? "veto" : "pass_through")}'");
        }

        foreach (var type in AllowedOrderTypes.Where(type => type is not ("market" or "limit")))
        {
            yield return new("LLM_ALLOWED_ORDER_TYPES", "market and limit", $"'{type}'");
        }

        foreach (var (key, text) in new[] { ("LLM_SHADOW_COMPLETED_AT", ShadowCompletedAt), ("LLM_MODEL_TRAINING_CUTOFF", ModelTrainingCutoff) })
        {
            if (text.Length > 0 && Time(text) is null)
            {
                yield return new(key, "a date such as 2026-02-06", $"'{text}'");
            }
        }
    }

    public IEnumerable<ConfigurationProblem> Validate(OptionSet all)
    {
        var acts = all.Get<ProviderOptions>().Enabled && !ShadowMode && Stage >= RolloutStage.Stage2;
        if (acts && all.Get<SwitchOptions>().IsLive && !FailOpenLiveApproved && EffectiveFailModes.Contains(FailMode.PassThrough))
        {
            yield return new("LLM_FAIL_OPEN_LIVE_APPROVED", "true, because TRADING_MODE=live and a fail mode in force is pass_through", "'false'");
        }

        if (all.Get<ProviderOptions>() is { Enabled: true, SelfHostedAddress: null } && SelfHostedModelVersionLock.Length > 0)
        {
            yield return new("LLM_SELF_HOSTED_BASE_URL", "an address, because LLM_SELF_HOSTED_MODEL_VERSION_LOCK is set", null);
        }
    }

    private FailMode Enforced(FailMode mode) => Enforcement == FailModeEnforcement.StrictVeto ? FailMode.Veto : mode;

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    private IEnumerable<(string Key, FailMode Mode)> FailModes() =>
        [("LLM_FAIL_MODE", FailMode), ("LLM_ABSTAIN_FAIL_MODE", AbstainFailMode), ("LLM_ESCALATE_FAIL_MODE", EscalateFailMode)];
}
