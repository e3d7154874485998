using Torghut.Trading.Advisory;
using Torghut.Trading.Json;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>What evidence is counted for, and what a demotion holds for.</summary>
public sealed class StandingsTests
{
    private static readonly (string, string)[] Own = [("LLM_SELF_HOSTED_BASE_URL", "http://model:8000/v1"), ("LLM_SELF_HOSTED_MODEL", "own-1")];
    private static readonly (string, string)[] Adjusting = [("LLM_ADJUSTMENT_ALLOWED", "true"), ("LLM_ADJUSTMENT_APPROVED", "true")];
    private static readonly (string, string)[] Configured = [("LLM_FAIL_MODE_ENFORCEMENT", "configured")];

    [Test]
    public void OfEvidence_AnythingThatIsJudgedChanges_IsAnother()
    {
        string[] all =
        [
            Evidence("sha"), Evidence("other"), Evidence(null), Evidence("sha", ("LLM_MODEL", "m-2")), Evidence("sha", ("LLM_MODEL_VERSION_LOCK", "m-2")),
            Evidence("sha", ("LLM_EVALUATION_REPORT", "8")), Evidence("sha", ("LLM_PROMPT_VERSION", "v2")), Evidence("sha", Own),
            Evidence("sha", [.. Own, ("LLM_SELF_HOSTED_MODEL_VERSION_LOCK", "own-1")]), Evidence("sha", ("LLM_MIN_CONFIDENCE", "0.6")),
            Evidence("sha", Adjusting), Evidence("sha", [.. Adjusting, ("LLM_MIN_QTY_MULTIPLIER", "0.6")]),
            Evidence("sha", [.. Adjusting, ("LLM_MAX_QTY_MULTIPLIER", "1.2")]), Evidence("sha", [.. Adjusting, ("LLM_ALLOWED_ORDER_TYPES", "market")]),
            Evidence("sha", [.. Configured, ("LLM_ABSTAIN_FAIL_MODE", "pass_through")]),
            Evidence("sha", [.. Configured, ("LLM_ESCALATE_FAIL_MODE", "pass_through")]),
        ];
        Assert.That(all, Is.Unique);
    }

    [Test]
    public void OfEvidence_NothingThatIsJudgedChanges_IsTheSame() => Assert.That(
        new[]
        {
            Evidence("sha"), Evidence("sha", ("LLM_SHADOW_MODE", "true")), Evidence("sha", ("LLM_ROLLOUT_STAGE", "stage1")),
            Evidence("sha", ("LLM_MAX_QTY_MULTIPLIER", "1.2")), Evidence("sha", ("LLM_ALLOWED_MODELS", "m-1")),
        },
        Is.All.EqualTo(Evidence("sha")), "what is collected in shadow counts for what is promoted");

    /// <summary>A model that was demoted before its lock and its evaluation were written into the configuration is still that model.</summary>
    [TestCase("LLM_MODEL_VERSION_LOCK", "")]
    [TestCase("LLM_EVALUATION_REPORT", "")]
    [TestCase("LLM_MIN_CONFIDENCE", "0.9")]
    [TestCase("LLM_ADJUSTMENT_ALLOWED", "true")]
    [TestCase("LLM_SHADOW_MODE", "true")]
    public void OfDemotionsInForce_DemotedWith_Holds(string key, string value) => Assert.That(InForce("sha"), Does.Contain(Demotion("sha", (key, value))));

    [Test]
    public void OfDemotionsInForce_DemotedBeforeAnyOfThemWasSet_Holds()
    {
        (string, string)[] unset = [("LLM_MODEL_VERSION_LOCK", ""), ("LLM_EVALUATION_REPORT", "")];
        Assert.That(InForce("sha"), Does.Contain(Demotion("sha", unset)));
        Assert.That(
            InForce("sha", [.. Own, ("LLM_SELF_HOSTED_MODEL_VERSION_LOCK", "own-1")]), Does.Contain(Demotion("sha", [.. Own, .. unset])),
            "each endpoint's lock");
    }

    [TestCase("LLM_MODEL", "m-0")]
    [TestCase("LLM_MODEL_VERSION_LOCK", "m-0")]
    [TestCase("LLM_EVALUATION_REPORT", "report-6")]
    [TestCase("LLM_PROMPT_VERSION", "v0")]
    public void OfDemotionsInForce_DemotedWithAnother_DoesNotHold(string key, string value)
    {
        Assert.That(InForce("sha"), Does.Not.Contain(Demotion("sha", (key, value))));
        Assert.That(InForce("sha"), Does.Not.Contain(Demotion("other")), "another prompt under the same version");
    }

    /// <summary>To the byte as older versions made them, or what was demoted then would be forgotten.</summary>
    [Test]
    public void OfDemotionsInForce_NamesOfOlderVersions_AreAmongThem()
    {
        var options = new ProviderOptions { Model = "m-1", PromptVersion = "v1" };
        var policy = new AdvisoryPolicyOptions { ModelVersionLock = "m-1@fp", EvaluationReport = "7" };
        string[] former =
        [
            """{"evaluation_report":"7","model_lock":"m-1@fp","models":["m-1"],"prompt_version":"v1"}""",
            """{"evaluation_report":"","model_lock":"","models":["m-1"],"prompt_version":"v1"}""",
            """{"evaluation_report":"7","model_locks":["m-1@fp"],"models":["m-1"],"prompt_sha256":"sha","prompt_version":"v1"}""",
        ];
        Assert.That(former.Select(text => Digest.Of(text)[..16]), Is.SubsetOf(Standings.OfDemotionsInForce(policy, options, "sha")));
    }

    private static string Evidence(string? prompt, params (string Key, string Value)[] more)
    {
        var options = StanceTests.Read(more)!;
        return Standings.OfEvidence(options.Get<AdvisoryPolicyOptions>(), options.Get<ProviderOptions>(), prompt);
    }

    private static string Demotion(string? prompt, params (string Key, string Value)[] more)
    {
        var options = StanceTests.Read(more)!;
        return Standings.OfDemotion(options.Get<AdvisoryPolicyOptions>(), options.Get<ProviderOptions>(), prompt);
    }

    private static IReadOnlyList<string> InForce(string? prompt, params (string Key, string Value)[] more)
    {
        var options = StanceTests.Read(more)!;
        return Standings.OfDemotionsInForce(options.Get<AdvisoryPolicyOptions>(), options.Get<ProviderOptions>(), prompt);
    }
}
