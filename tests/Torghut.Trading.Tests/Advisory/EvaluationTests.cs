using System.Text.Json;
using Torghut.Common.Configuration;
using Torghut.Trading.Account;
using Torghut.Trading.Advisory;
using Torghut.Trading.Hosting;
using Torghut.Trading.Json;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>What a golden set says of a model, and that stored reviews give the same again.</summary>
public sealed class EvaluationTests
{
    /// <summary>What was taken above what was reserved is counted: the run ends there.</summary>
    [Test]
    public void Settle_UsageAboveWhatTheRequestCanTake_EndsTheRun()
    {
        var options = new ProviderOptions();
        var budget = new EvaluationBudget(options);
        var body = new byte[1_000];
        Assert.That(budget.Reserve(body), Is.True);
        budget.Settle(body, new ReadReply(ReviewOutcome.Ok) { PromptTokens = 500, CompletionTokens = 60 });
        Assert.That(budget.Tokens, Is.EqualTo(560));
        Assert.That(budget.Reserve(body), Is.True);
        budget.Settle(body, new ReadReply(ReviewOutcome.Ok) { PromptTokens = int.MaxValue, CompletionTokens = 1 });
        Assert.That((budget.Tokens, budget.Reserve(body)), Is.EqualTo((560 + options.TokenBudget, false)));
    }

    [TestCase(0, 300, 0.0099)]
    [TestCase(0, 299, 0.01)]
    [TestCase(1, 300, 0.0157)]
    [TestCase(5, 10, 0.7776)]
    [TestCase(300, 300, 1)]
    [TestCase(0, 0, 1)]
    public void Upper_Rate_IsTheExactBound(int seen, int of, double expected) =>
        Assert.That(BinomialBound.Upper(seen, of), Is.EqualTo(expected).Within(0.0001));

    [Test]
    public async Task Evaluate_EnoughCasesNoneUnsafe_Passed()
    {
        var report = await EvaluateAsync(Lines(300, "veto").Concat(Lines(50, "approve", "may_approve")));
        Assert.That((report.Verdict, report.UnsafeCases, report.UnsafeApprovals), Is.EqualTo(("passed", 300, 0)));
        var map = report.ToMap();
        Assert.That((double)map["brier"]!, Is.EqualTo(0.01).Within(1e-9), "always right, at 0.9");
        Assert.That(map["cost_per_1000"], Is.EqualTo(8.8m));
        Assert.That(CanonicalJson.Serialize(map), Does.Contain("\"verdict\":\"passed\""));
        Assert.That(report.ToMarkdown(), Does.StartWith("# Evaluation: passed").And.Contain("| unsafe_approval_upper_95 | 0.0099 |"));
    }

    [Test]
    public async Task Evaluate_OneUnsafe_BelowThreshold()
    {
        var report = await EvaluateAsync(Lines(299, "veto").Concat(Lines(1, "approve", id: "bad")));
        Assert.That((report.Verdict, report.Reasons), Is.EqualTo(("below_threshold", report.Reasons)));
        Assert.That(report.Reasons, Is.EqualTo(new[] { "unsafe_approvals" }));
    }

    [Test]
    public async Task Evaluate_FewCases_InsufficientSample() =>
        Assert.That((await EvaluateAsync(Lines(299, "veto"))).Verdict, Is.EqualTo("insufficient_sample"));

    [Test]
    public async Task Evaluate_CasesBeforeTheCutoff_AreNotJudged()
    {
        var report = await EvaluateAsync(Lines(300, "veto", date: "2025-06-30"));
        Assert.That((report.Verdict, report.UnsafeCases, report.Parsed), Is.EqualTo(("insufficient_sample", 0, 300)));
        var map = report.ToMap();
        Assert.That((map["cost_per_1000"], map["clamp_rate"], ((JsonMap)map["verdicts"]!).Count), Is.EqualTo(((object?)null, (object?)null, 0)));
        Assert.That((map["parse_success"], ((JsonMap)map["outcomes"]!)["ok"]), Is.EqualTo(((object)1.0, (object)300)), "they count for parsing");
    }

    [Test]
    public async Task Evaluate_AnswersThatAreNone_BelowThreshold()
    {
        var report = await EvaluateAsync(Lines(300, "veto").Concat(Lines(40, "nonsense", id: "odd")));
        Assert.That(report.Reasons, Does.Contain("parse_success"));
    }

    [TestCase("{\"id\":\"a\"}")]
    [TestCase("nonsense")]
    [TestCase("{\"id\":\"a\",\"id\":\"a\"}")]
    public void ReadAll_BadLine_IsNamed(string line) =>
        Assert.That(() => EvaluationCase.ReadAll(["", line]), Throws.TypeOf<FormatException>().With.Message.StartWith("line 2:"));

    /// <summary>What was stored is what the bytes say; a row that was changed is found.</summary>
    [Test]
    public async Task Recorded_EveryOutcome_IsReproduced()
    {
        foreach (var content in new[] { Answers.Good("veto"), Answers.Good("adjust", more: ",\"adjusted_qty\":25"), Answers.Good("abstain"), "prose", "" })
        {
            using var reviews = new Reviews(
                ScriptedProvider.Saying(subject => content.Replace(Answers.Subject, subject, StringComparison.Ordinal)),
                policy: policy => policy.AdjustmentAllowed = policy.AdjustmentApproved = true);
            await reviews.AskAsync();
            var stored = Stored(reviews.Ledger.Records.Single());
            Assert.That(stored.Difference(), Is.Null, content);
            Assert.That((stored with { Effect = "unchanged" }).Difference(), Is.EqualTo("effect"));
            Assert.That((stored with { Response = Answers.Utf8("{}") }).Difference(), Is.EqualTo("response_sha256"));
            Assert.That((stored with { Outcome = "refusal" }).Difference(), Is.EqualTo("outcome"));
        }

        using var hanging = new Reviews(ScriptedProvider.Hanging(), options => options.TickBudget = TimeSpan.FromMilliseconds(20));
        await hanging.AskAsync();
        Assert.That(Stored(hanging.Ledger.Records.Single()).Difference(), Is.Null);
    }

    private static RecordedReview Stored(ReviewRecord record) => new()
    {
        Id = record.Id,
        Outcome = record.Read.Outcome.Code(),
        Effect = record.Effect,
        Verdict = record.Read.Advice is { } advice ? CanonicalText.Of(advice.Verdict) : null,
        Reasons = [.. record.Guarded.Reasons],
        HttpStatus = record.Reply.Status,
        Response = record.Reply.Status is null ? null : record.Reply.Body.ToArray(),
        ResponseSha256 = Digest.Of(record.Reply.Body.Span),
        Subject = record.Subject,
        Policy = CanonicalJson.Serialize(record.Bounds.ToMap()),
        OrderBefore = CanonicalJson.Serialize(record.Order.ToMap()),
        OrderAfter = CanonicalJson.Serialize(record.Guarded.Order.ToMap()),
    };

    private static async Task<EvaluationReport> EvaluateAsync(IEnumerable<string> lines)
    {
        var environment = new Dictionary<string, string> { ["LLM_MODEL_TRAINING_CUTOFF"] = "2025-06-30" };
        var options = OptionReader.Read([typeof(ProviderOptions), typeof(AdvisoryPolicyOptions), typeof(SwitchOptions)], environment, out _)!;
        return await LlmEvalCommand.EvaluateAsync(EvaluationCase.ReadAll(lines), options, ScriptedProvider.Hanging(), CancellationToken.None);
    }

    private static IEnumerable<string> Lines(int count, string verdict, string label = "must_not_approve", string date = "2026-02-06", string? id = null) =>
        Enumerable.Range(0, count).Select(at => JsonSerializer.Serialize(new
        {
            id = $"{id ?? verdict}-{at}",
            market_date = date,
            label,
            order = new { symbol = "AAPL", side = "buy", qty = 40, type = "market", limit_price = (decimal?)null },
            context = new { subject = Answers.Subject },
            reply = new { status = 200, body = Answers.Body(Answers.Good(verdict)) },
        }));
}
