namespace Torghut.Trading.Advisory;

/// <summary>
/// Resolves configuration, governance and what is known at run time into what advice may do: a pure function. Anything missing makes it do less, never more.
/// </summary>
internal static class StanceResolver
{
    /// <param name="provider">Who is asked.</param>
    /// <param name="policy">What was configured.</param>
    /// <param name="facts">What is known at run time.</param>
    /// <param name="now">The time, for the end of the shadow phase.</param>
    public static Stance Resolve(ProviderOptions provider, AdvisoryPolicyOptions policy, StanceFacts facts, DateTimeOffset now)
    {
        var forces = Shadow(policy).Concat(Governance(provider, policy, now)).ToList();

        // Where nobody is asked there is no ledger that could say anything.
        if (provider.Enabled && facts.Withdrawn is { } withdrawn)
        {
            forces.Add(withdrawn);
        }

        var shadow = forces.Count > 0;
        var (classification, why) = Classify(policy, facts, shadow || !provider.Enabled);
        var adjustment = Adjustment(policy).ToList();
        return new Stance
        {
            Enabled = provider.Enabled,
            Shadow = shadow,
            AdjustmentAllowed = !shadow && adjustment.Count == 0,
            FailMode = policy.EffectiveFailMode,
            AbstainFailMode = policy.EffectiveAbstainFailMode,
            EscalateFailMode = policy.EffectiveEscalateFailMode,
            Classification = classification,
            Reasons = [.. forces, .. adjustment, .. facts.PromptFault is { } fault ? [fault] : Array.Empty<string>(), .. why],
        };
    }

    private static IEnumerable<string> Shadow(AdvisoryPolicyOptions policy)
    {
        if (policy.ShadowMode)
        {
            yield return StanceReasons.ShadowMode;
        }

        if (policy.Stage is RolloutStage.Stage0 or RolloutStage.Stage1)
        {
            yield return StanceReasons.StageForcesShadow;
        }
    }

    private static IEnumerable<string> Governance(ProviderOptions provider, AdvisoryPolicyOptions policy, DateTimeOffset now)
    {
        if (policy.AllowedModels.Count == 0)
        {
            yield return StanceReasons.AllowedModelsMissing;
        }
        else if (!provider.Endpoints().All(endpoint => policy.AllowedModels.Contains(endpoint.Model, StringComparer.Ordinal)))
        {
            yield return StanceReasons.ModelNotAllowed;
        }

        if (policy.EvaluationReport.Length == 0)
        {
            yield return StanceReasons.EvaluationReportMissing;
        }

        if (policy.EffectiveChallengeId.Length == 0)
        {
            yield return StanceReasons.EffectiveChallengeMissing;
        }

        if (policy.ShadowEnd is not { } end || end > now)
        {
            yield return StanceReasons.ShadowNotCompleted;
        }

        if (provider.Endpoints().Any(endpoint => policy.LockOf(endpoint, provider).Length == 0))
        {
            yield return StanceReasons.VersionLockMissing;
        }

        if (policy.ModelTrainingCutoff.Length == 0)
        {
            yield return StanceReasons.TrainingCutoffMissing;
        }
    }

    private static IEnumerable<string> Adjustment(AdvisoryPolicyOptions policy)
    {
        if (!policy.AdjustmentAllowed)
        {
            yield return StanceReasons.AdjustmentNotAllowed;
        }
        else if (!policy.AdjustmentApproved)
        {
            yield return StanceReasons.AdjustmentNotApproved;
        }
    }

    private static (string Classification, IReadOnlyList<string> Why) Classify(AdvisoryPolicyOptions policy, StanceFacts facts, bool noEffect)
    {
        // In shadow, too: what another model says is no evidence for the one that was locked.
        if (facts.ModelMismatch)
        {
            return (Stance.Violation, [StanceReasons.ModelMismatch]);
        }

        if (noEffect || !facts.IsLive || !policy.EffectiveFailModes.Contains(FailMode.PassThrough))
        {
            return (Stance.Compliant, []);
        }

        return policy.FailOpenLiveApproved ? (Stance.IntentionalException, [StanceReasons.FailOpenLive])
            : (Stance.Violation, [StanceReasons.FailOpenNotApproved]);
    }
}
