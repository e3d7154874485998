using Torghut.Common.Configuration;
using Torghut.Trading.Account;
using Torghut.Trading.Advisory;
using Torghut.Trading.Hosting;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>What advice may do by every key of its policy, and which combinations are refused at the start.</summary>
public sealed class StanceTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);

    /// <summary>Everything that leaving shadow needs.</summary>
    internal static Dictionary<string, string> Governed { get; } = new()
    {
        ["DB_DSN"] = "Host=nowhere",
        ["TA_CLICKHOUSE_URL"] = "http://nowhere",
        ["ALPACA_KEY_ID"] = "k",
        ["ALPACA_SECRET_KEY"] = "s",
        ["TRADING_STATIC_SYMBOLS"] = "AAPL",
        ["LLM_ENABLED"] = "true",
        ["LLM_API_KEY"] = "key-of-the-test",
        ["LLM_MODEL"] = "m-1",
        ["LLM_SHADOW_MODE"] = "false",
        ["LLM_ROLLOUT_STAGE"] = "stage3",
        ["LLM_ALLOWED_MODELS"] = "m-0,m-1",
        ["LLM_EVALUATION_REPORT"] = "report-7",
        ["LLM_EFFECTIVE_CHALLENGE_ID"] = "challenge-7",
        ["LLM_SHADOW_COMPLETED_AT"] = "2026-02-01",
        ["LLM_MODEL_VERSION_LOCK"] = "m-1",
        ["LLM_MODEL_TRAINING_CUTOFF"] = "2025-06-30",
    };

    private static Dictionary<string, string> Live { get; } = new()
    {
        ["TRADING_MODE"] = "live",
        ["TRADING_LIVE_ENABLED"] = "true",
        ["TRADING_LIVE_APPROVAL"] = "CHG-1",
        ["TORGHUT_ACCOUNT_LABEL"] = "live-main",
    };

    [Test]
    public void Resolve_Defaults_OffAndCompliant()
    {
        var stance = StanceResolver.Resolve(new ProviderOptions(), new AdvisoryPolicyOptions(), new StanceFacts(false, null, null, false), Now);
        Assert.That((stance.Mode, stance.AdjustmentAllowed, stance.FailMode, stance.Classification), Is.EqualTo(("off", false, FailMode.Veto, "compliant")));
    }

    [Test]
    public void Resolve_Governed_Active() => Assert.That(Stance().Mode, Is.EqualTo("active"));

    [TestCase("LLM_SHADOW_MODE", "true", "llm_shadow_mode")]
    [TestCase("LLM_ROLLOUT_STAGE", "stage0", "llm_rollout_stage_forces_shadow")]
    [TestCase("LLM_ROLLOUT_STAGE", "stage1", "llm_rollout_stage_forces_shadow")]
    [TestCase("LLM_ALLOWED_MODELS", "", "llm_allowed_models_missing")]
    [TestCase("LLM_ALLOWED_MODELS", "m-2", "llm_model_not_allowed")]
    [TestCase("LLM_MODEL", "m-2", "llm_model_not_allowed")]
    [TestCase("LLM_EVALUATION_REPORT", "", "llm_evaluation_report_missing")]
    [TestCase("LLM_EFFECTIVE_CHALLENGE_ID", "", "llm_effective_challenge_missing")]
    [TestCase("LLM_SHADOW_COMPLETED_AT", "", "llm_shadow_not_completed")]
    [TestCase("LLM_SHADOW_COMPLETED_AT", "2027-01-01", "llm_shadow_not_completed")]
    [TestCase("LLM_MODEL_VERSION_LOCK", "", "llm_model_version_lock_missing")]
    [TestCase("LLM_MODEL_TRAINING_CUTOFF", "", "llm_model_training_cutoff_missing")]
    public void Resolve_KeyOfGovernance_ForcesShadowAndNoAdjustment(string key, string value, string reason)
    {
        var stance = Stance(("LLM_ADJUSTMENT_ALLOWED", "true"), ("LLM_ADJUSTMENT_APPROVED", "true"), (key, value));
        Assert.That((stance.Mode, stance.AdjustmentAllowed), Is.EqualTo(("shadow", false)));
        Assert.That(stance.Reasons, Does.Contain(reason));
    }

    [Test]
    public void Resolve_SelfHostedFallbackOfAnotherModel_ForcesShadow() => Assert.That(
        Stance(("LLM_SELF_HOSTED_BASE_URL", "http://model:8000/v1"), ("LLM_SELF_HOSTED_MODEL", "own-1")).Reasons, Does.Contain("llm_model_not_allowed"));

    [TestCase("false", "false", false)]
    [TestCase("true", "false", false)]
    [TestCase("false", "true", false)]
    [TestCase("true", "true", true)]
    public void Resolve_Adjustment_NeedsBothSwitches(string allowed, string approved, bool expected) => Assert.That(
        Stance(("LLM_ADJUSTMENT_ALLOWED", allowed), ("LLM_ADJUSTMENT_APPROVED", approved)).AdjustmentAllowed, Is.EqualTo(expected));

    [TestCase("stage2", "configured", "veto", "PassThrough")]
    [TestCase("stage2", "strict_veto", "veto", "Veto")]
    [TestCase("stage3", "configured", "veto", "Veto")]
    [TestCase("stage3", "configured", "pass_through", "PassThrough")]
    [TestCase("stage3", "strict_veto", "veto", "Veto")]
    public void Resolve_FailMode_ByStageAndEnforcement(string stage, string enforcement, string mode, string effective) => Assert.That(
        Stance(("LLM_ROLLOUT_STAGE", stage), ("LLM_FAIL_MODE_ENFORCEMENT", enforcement), ("LLM_FAIL_MODE", mode)).FailMode.ToString(), Is.EqualTo(effective));

    [TestCase("LLM_ABSTAIN_FAIL_MODE")]
    [TestCase("LLM_ESCALATE_FAIL_MODE")]
    public void Resolve_OtherFailModes_AreTheirOwn(string key)
    {
        var stance = Stance(("LLM_FAIL_MODE_ENFORCEMENT", "configured"), (key, "pass_through"));
        Assert.That(stance.FailMode, Is.EqualTo(FailMode.Veto));
        Assert.That(new[] { stance.AbstainFailMode, stance.EscalateFailMode }, Has.Exactly(1).EqualTo(FailMode.PassThrough));
    }

    /// <summary>In stage2 an order passes that nobody could be asked about; a model that says abstain or escalate was asked.</summary>
    [Test]
    public void Resolve_Stage2_ActsOnTheFailModeOnly()
    {
        var stance = Stance(("LLM_ROLLOUT_STAGE", "stage2"), ("LLM_FAIL_MODE_ENFORCEMENT", "configured"));
        Assert.That(
            (stance.FailMode, stance.AbstainFailMode, stance.EscalateFailMode), Is.EqualTo((FailMode.PassThrough, FailMode.Veto, FailMode.Veto)));
    }

    [Test]
    public void Resolve_LiveFailOpenThatIsApproved_IntentionalException()
    {
        (string, string)[] open = [("LLM_FAIL_MODE_ENFORCEMENT", "configured"), ("LLM_FAIL_MODE", "pass_through"), ("LLM_FAIL_OPEN_LIVE_APPROVED", "true")];
        Assert.That(Stance([.. open, .. Live.Select(pair => (pair.Key, pair.Value))]).Classification, Is.EqualTo("intentional_exception"));
        Assert.That(Stance(open).Classification, Is.EqualTo("compliant"), "on paper nothing is failed open");
    }

    [Test]
    public void Resolve_AnotherModelAnswered_Violation()
    {
        var options = Read()!;
        var stance = StanceResolver.Resolve(
            options.Get<ProviderOptions>(), options.Get<AdvisoryPolicyOptions>(), new StanceFacts(false, null, null, ModelMismatch: true), Now);
        Assert.That((stance.Classification, stance.Reasons), Is.EqualTo(("violation", stance.Reasons)));
        Assert.That(stance.Reasons, Does.Contain("llm_model_version_mismatch"));
    }

    [TestCase(StanceReasons.Demoted)]
    [TestCase(StanceReasons.LedgerNotRead)]
    public void Resolve_LedgerLeavesNoEffect_ShadowWithItsOwnReason(string withdrawn)
    {
        var options = Read()!;
        var stance = StanceResolver.Resolve(
            options.Get<ProviderOptions>(), options.Get<AdvisoryPolicyOptions>(), new StanceFacts(false, null, withdrawn, false), Now);
        Assert.That((stance.Mode, string.Join(',', stance.Reasons.Where(reason => reason is "llm_demoted" or "llm_counterfactuals_not_read"))),
            Is.EqualTo(("shadow", withdrawn)));
    }

    /// <summary>Where nobody is asked there is no ledger to read, and nothing that could have been demoted.</summary>
    [Test]
    public void Resolve_OffAndLedgerNotRead_SaysNothingOfIt() => Assert.That(
        StanceResolver.Resolve(
            new ProviderOptions(), new AdvisoryPolicyOptions(), new StanceFacts(false, null, StanceReasons.LedgerNotRead, false), Now).Reasons,
        Has.None.EqualTo(StanceReasons.LedgerNotRead).And.None.EqualTo(StanceReasons.Demoted));

    [TestCase("own-1", "", true)]
    [TestCase("own-1", "own-1@fp", false)]
    [TestCase("m-1", "", false)]
    public void Resolve_FallbackOfAnotherModel_NeedsALockOfItsOwn(string model, string ownLock, bool missing) => Assert.That(
        Stance(
            ("LLM_SELF_HOSTED_BASE_URL", "http://model:8000/v1"), ("LLM_SELF_HOSTED_MODEL", model), ("LLM_ALLOWED_MODELS", "m-1,own-1"),
            ("LLM_SELF_HOSTED_MODEL_VERSION_LOCK", ownLock)).Reasons.Contains(StanceReasons.VersionLockMissing),
        Is.EqualTo(missing));

    [TestCase("LLM_FAIL_MODE")]
    [TestCase("LLM_ABSTAIN_FAIL_MODE")]
    [TestCase("LLM_ESCALATE_FAIL_MODE")]
    public void Start_PassThroughUnderStrictVeto_Refused(string key) => Assert.That(Problems((key, "pass_through")), Is.EqualTo(new[] { key }));

    [TestCase("stage3", "LLM_FAIL_MODE", "pass_through", true)]
    [TestCase("stage3", "LLM_ABSTAIN_FAIL_MODE", "pass_through", true)]
    [TestCase("stage3", "LLM_ESCALATE_FAIL_MODE", "pass_through", true)]
    [TestCase("stage3", "LLM_FAIL_MODE", "veto", false)]
    [TestCase("stage2", "LLM_FAIL_MODE", "veto", true)]
    [TestCase("stage1", "LLM_FAIL_MODE", "pass_through", false)]
    public void Start_LivePassThroughWithoutApproval_Refused(string stage, string key, string mode, bool refused)
    {
        (string, string)[] set =
            [("LLM_ROLLOUT_STAGE", stage), ("LLM_FAIL_MODE_ENFORCEMENT", "configured"), (key, mode), .. Live.Select(pair => (pair.Key, pair.Value))];
        Assert.That(Problems(set), Is.EqualTo(refused ? ["LLM_FAIL_OPEN_LIVE_APPROVED"] : Array.Empty<string>()));
        Assert.That(Problems([.. set, ("LLM_FAIL_OPEN_LIVE_APPROVED", "true")]), Is.Empty);
    }

    [TestCase("LLM_MODEL", "", "LLM_MODEL")]
    [TestCase("LLM_API_KEY", "", "LLM_API_KEY")]
    [TestCase("LLM_BASE_URL", "http://example.com/v1", "LLM_BASE_URL")]
    [TestCase("LLM_BASE_URL", "http://127.0.0.1:1/v1", null)]
    [TestCase("LLM_SELF_HOSTED_BASE_URL", "http://model:8000/v1", null)]
    [TestCase("LLM_PROVIDER", "self_hosted", "LLM_SELF_HOSTED_BASE_URL")]
    [TestCase("LLM_PROVIDER", "somebody", "LLM_PROVIDER")]
    [TestCase("LLM_ALLOWED_ORDER_TYPES", "market,stop", "LLM_ALLOWED_ORDER_TYPES")]
    [TestCase("LLM_SHADOW_COMPLETED_AT", "soon", "LLM_SHADOW_COMPLETED_AT")]
    [TestCase("LLM_MODEL_TRAINING_CUTOFF", "June", "LLM_MODEL_TRAINING_CUTOFF")]
    [TestCase("LLM_MAX_QTY_MULTIPLIER", "3", "LLM_MAX_QTY_MULTIPLIER")]
    [TestCase("LLM_MIN_CONFIDENCE", "1.5", "LLM_MIN_CONFIDENCE")]
    public void Start_BadValue_Refused(string key, string value, string? problem) =>
        Assert.That(Problems((key, value)), Is.EqualTo(problem is null ? [] : new[] { problem }));

    /// <summary>A fallback that is named and has no address is none, and who set it believes that there is one.</summary>
    [TestCase("LLM_SELF_HOSTED_MODEL", "own-1")]
    [TestCase("LLM_SELF_HOSTED_API_KEY", "k2")]
    [TestCase("LLM_SELF_HOSTED_MODEL_VERSION_LOCK", "own-1")]
    public void Start_KeyOfAFallbackWithoutAnAddress_Refused(string key, string value)
    {
        Assert.That(Problems((key, value)), Is.EqualTo(new[] { "LLM_SELF_HOSTED_BASE_URL" }));
        Assert.That(Problems((key, value), ("LLM_SELF_HOSTED_BASE_URL", "https://model:8000/v1")), Is.Empty);
        Assert.That(Problems((key, value), ("LLM_ENABLED", "false")), Is.Empty, "nobody is asked");
    }

    [TestCase("http://model:8000/v1", "openai", true)]
    [TestCase("http://model:8000/v1", "self_hosted", true)]
    [TestCase("http://127.0.0.1:8000/v1", "openai", false)]
    [TestCase("https://model:8000/v1", "self_hosted", false)]
    public void Start_KeyOverPlainHttpToAnotherMachine_Refused(string address, string provider, bool refused) => Assert.That(
        Problems(("LLM_SELF_HOSTED_BASE_URL", address), ("LLM_SELF_HOSTED_API_KEY", "k2"), ("LLM_PROVIDER", provider)),
        Is.EqualTo(refused ? ["LLM_SELF_HOSTED_BASE_URL"] : Array.Empty<string>()));

    [Test]
    public void Endpoints_Provider_DecidesWhoIsAskedFirst()
    {
        (string, string)[] own = [("LLM_SELF_HOSTED_BASE_URL", "https://model:8000/v1"), ("LLM_SELF_HOSTED_API_KEY", "k2"), ("LLM_SELF_HOSTED_MODEL", "own-1")];
        Assert.That(Provider(own).Endpoints().Select(endpoint => (endpoint.Name, endpoint.Model)),
            Is.EqualTo(new[] { ("openai", "m-1"), ("self_hosted", "own-1") }));
        Assert.That(Provider([.. own, ("LLM_PROVIDER", "self_hosted")]).Endpoints().Select(endpoint => (endpoint.Name, endpoint.ApiKey)),
            Is.EqualTo(new[] { ("self_hosted", "k2") }));
        Assert.That(Provider().Endpoints().Single().ToString(), Does.Not.Contain("key-of-the-test"));
    }

    [Test]
    public void Temperature_Empty_IsNotSent() => Assert.That(
        (Provider().Temperature, Provider(("LLM_TEMPERATURE", "")).Temperature, Provider(("LLM_TEMPERATURE", "1")).Temperature),
        Is.EqualTo(((decimal?)0.2m, (decimal?)null, (decimal?)1m)));

    private static ProviderOptions Provider(params (string Key, string Value)[] more) => Read(more)!.Get<ProviderOptions>();

    private static Stance Stance(params (string Key, string Value)[] more)
    {
        var options = Read(more)!;
        return StanceResolver.Resolve(
            options.Get<ProviderOptions>(),
            options.Get<AdvisoryPolicyOptions>(),
            new StanceFacts(options.Get<SwitchOptions>().IsLive, null, null, false),
            Now);
    }

    private static IEnumerable<string> Problems(params (string Key, string Value)[] more)
    {
        Read(out var problems, more);
        return problems.Select(problem => problem.Key);
    }

    internal static OptionSet? Read(params (string Key, string Value)[] more) => Read(out _, more);

    private static OptionSet? Read(out IReadOnlyList<ConfigurationProblem> problems, (string Key, string Value)[] more)
    {
        var environment = new Dictionary<string, string>(Governed);
        foreach (var (key, value) in more)
        {
            environment[key] = value;
        }

        return OptionReader.Read(TradingService.OptionTypes, environment, out problems);
    }
}
