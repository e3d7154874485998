namespace Torghut.Trading.Advisory;

/// <summary>Why advice may do no more than it does.</summary>
internal static class StanceReasons
{
    public const string ShadowMode = "llm_shadow_mode";
    public const string StageForcesShadow = "llm_rollout_stage_forces_shadow";
    public const string AllowedModelsMissing = "llm_allowed_models_missing";
    public const string ModelNotAllowed = "llm_model_not_allowed";
    public const string EvaluationReportMissing = "llm_evaluation_report_missing";
    public const string EffectiveChallengeMissing = "llm_effective_challenge_missing";
    public const string ShadowNotCompleted = "llm_shadow_not_completed";
    public const string VersionLockMissing = "llm_model_version_lock_missing";
    public const string TrainingCutoffMissing = "llm_model_training_cutoff_missing";
    public const string AdjustmentNotAllowed = "llm_adjustment_not_allowed";
    public const string AdjustmentNotApproved = "llm_adjustment_not_approved";
    public const string Demoted = "llm_demoted";

    /// <summary>Until the ledger was read nobody knows whether it took the effect away.</summary>
    public const string LedgerNotRead = "llm_counterfactuals_not_read";

    public const string PromptMissing = "llm_prompt_template_missing";
    public const string PromptNotAllowed = "llm_prompt_version_not_allowed";
    public const string ModelMismatch = "llm_model_version_mismatch";
    public const string FailOpenLive = "llm_fail_open_live";
    public const string FailOpenNotApproved = "llm_fail_open_not_approved";
}
