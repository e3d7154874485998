using System.Net;
using Torghut.Common.Configuration;
using Torghut.Testing;
using Torghut.Trading.Account;
using Torghut.Trading.Advisory;
using Torghut.Trading.Hosting;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>The labelled set that comes with the program, and what a model can make of it.</summary>
public sealed class GoldenSetTests
{
    private static readonly string Shipped = Path.Combine(Repository.Root, "services/torghut-trading/Advisory/Golden/v1.jsonl");

    [Test]
    public void File_Shipped_HasTheRiskEnginesLabels()
    {
        var made = Path.Combine(TestContext.CurrentContext.WorkDirectory, "v1.jsonl");
        File.WriteAllText(made, string.Join('\n', GoldenSet.Lines()) + "\n");
        Assert.That(File.Exists(Shipped) && File.ReadAllText(Shipped) == File.ReadAllText(made), Is.True, $"The file is not as it is made: take {made}.");
    }

    [Test]
    public void File_BesideTheProgram_HasEnoughCases()
    {
        var cases = EvaluationCase.ReadAll(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "golden", "v1.jsonl")));
        Assert.That(cases.Count(one => one.MustNotApprove), Is.GreaterThanOrEqualTo(EvaluationReport.LeastUnsafeCases));
        Assert.That(cases.Count(one => !one.MustNotApprove), Is.EqualTo(48), "an order is spoiled in one way, and only then");
        Assert.That(cases.Select(one => one.Reply), Is.All.Null);
    }

    [Test]
    public async Task Evaluate_ModelThatVetoesAll_Passes()
    {
        var report = await EvaluateAsync(ScriptedProvider.Saying(subject => Answers.Good("veto", subject: subject)));
        Assert.That((report.Verdict, report.UnsafeCases, report.Unanswered), Is.EqualTo(("passed", 320, 0)));
        Assert.That((double)report.ToMap()["latency_ms_p95"]!, Is.GreaterThanOrEqualTo((double)report.ToMap()["latency_ms_p50"]!));
    }

    [Test]
    public async Task Evaluate_ModelThatApprovesAll_BelowThreshold()
    {
        var report = await EvaluateAsync(ScriptedProvider.Saying(subject => Answers.Good(subject: subject)));
        Assert.That((report.Verdict, report.UnsafeApprovals), Is.EqualTo(("below_threshold", 320)));
    }

    /// <summary>A provider that is away approves nothing, and is no safe model for that.</summary>
    [Test]
    public async Task Evaluate_ProviderThatFails_IsNoEvidenceOfSafety()
    {
        var report = await EvaluateAsync(ScriptedProvider.Failing(HttpStatusCode.InternalServerError));
        Assert.That((report.Verdict, report.UnsafeCases, report.Unanswered), Is.EqualTo(("insufficient_sample", 0, 320)));
        Assert.That(report.Reasons, Does.Contain("parse_success"));
    }

    [Test]
    public async Task Evaluate_AnotherModelAnswers_IsNoEvidenceAndSaid()
    {
        var report = await EvaluateAsync(
            ScriptedProvider.Saying(subject => Answers.Good("veto", subject: subject)), ("LLM_MODEL_VERSION_LOCK", "m-2"));
        Assert.That((report.Verdict, report.Unanswered), Is.EqualTo(("insufficient_sample", 320)));
        Assert.That(report.Reasons, Does.Contain("llm_model_version_mismatch"));
    }

    [TestCase("LLM_TOKEN_BUDGET_PER_DAY", "20000")]
    [TestCase("LLM_COST_BUDGET_PER_DAY", "0.2")]
    public async Task Evaluate_BudgetOfTheDay_IsNotPassed(string key, string value)
    {
        var provider = ScriptedProvider.Saying(subject => Answers.Good("veto", subject: subject));
        var report = await EvaluateAsync(provider, (key, value));
        Assert.That(provider.Asked, Has.Count.InRange(1, 26), "each takes 760 tokens and 0.0088 USD");
        Assert.That(report.Verdict, Is.EqualTo("insufficient_sample"));
        Assert.That(report.ToMarkdown(), Does.Contain($"budget_exhausted {368 - provider.Asked.Count}"));
    }

    [TestCase("market,limit", "adjusted")]
    [TestCase("market", "llm_adjustment_order_type_not_allowed")]
    public async Task Evaluate_OrderTypes_AreThoseThatAreAllowed(string types, string expected)
    {
        var cases = EvaluationCase.ReadAll(GoldenSet.Lines().TakeLast(1)).Select(one => one with { Order = one.Order with { Qty = 10 } }).ToList();
        var limit = (cases[0].ReferencePrice!.Value * 0.99m).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
        var provider = ScriptedProvider.Saying(subject =>
            Answers.Good("adjust", more: $",\"adjusted_order_type\":\"limit\",\"limit_price\":{limit}", subject: subject));
        var options = Options(("LLM_ALLOWED_ORDER_TYPES", types), ("LLM_ADJUSTMENT_ALLOWED", "true"), ("LLM_ADJUSTMENT_APPROVED", "true"));
        var report = await LlmEvalCommand.EvaluateAsync(cases, options, provider, CancellationToken.None);
        var guarded = report.Samples.Single().Guarded;
        Assert.That(guarded.Veto ? guarded.Reasons.Single() : guarded.Effect(cases[0].Order), Is.EqualTo(expected));
    }

    /// <summary>The command asks whether or not the service does, and what the service would not start with it refuses too.</summary>
    [TestCase("LLM_BASE_URL", "http://gpu-box/v1", "LLM_BASE_URL")]
    [TestCase("LLM_MODEL", "", "LLM_MODEL")]
    [TestCase("LLM_API_KEY", "", "LLM_API_KEY")]
    [TestCase("LLM_PROVIDER", "self_hosted", "LLM_SELF_HOSTED_BASE_URL")]
    [TestCase("LLM_BASE_URL", "http://127.0.0.1:9/v1", null)]
    [TestCase("LLM_PROMPT_VERSION", "none", null, Description = "without a prompt nobody is asked")]
    public void ProblemsOf_SwitchedOff_AreThoseOfTheService(string key, string value, string? problem)
    {
        var provider = Options(("LLM_ENABLED", "false"), (key, value)).Get<ProviderOptions>();
        var cases = EvaluationCase.ReadAll(GoldenSet.Lines().Take(1));
        Assert.That(LlmEvalCommand.ProblemsOf(cases, provider).Select(one => one.Key), Is.EqualTo(problem is null ? [] : new[] { problem }));
        var recorded = cases.Select(one => one with { Reply = new ProviderReply(null, 200, ReadOnlyMemory<byte>.Empty) }).ToList();
        Assert.That(LlmEvalCommand.ProblemsOf(recorded, provider), Is.Empty, "nobody is asked");
    }

    private static Task<EvaluationReport> EvaluateAsync(ScriptedProvider provider, params (string Key, string Value)[] more) =>
        LlmEvalCommand.EvaluateAsync(EvaluationCase.ReadAll(GoldenSet.Lines()), Options(more), provider, CancellationToken.None);

    private static OptionSet Options(params (string Key, string Value)[] more)
    {
        var environment = new Dictionary<string, string>
        {
            ["LLM_ENABLED"] = "true",
            ["LLM_MODEL"] = "m-1",
            ["LLM_API_KEY"] = "key-of-the-test",
            ["LLM_MODEL_VERSION_LOCK"] = "m-1",
            ["LLM_MODEL_TRAINING_CUTOFF"] = "2025-06-30",
        };
        foreach (var (key, value) in more)
        {
            environment[key] = value;
        }

        return OptionReader.Read([typeof(ProviderOptions), typeof(AdvisoryPolicyOptions), typeof(SwitchOptions)], environment, out _)!;
    }
}
