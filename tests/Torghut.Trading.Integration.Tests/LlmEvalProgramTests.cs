using System.Text.Json.Nodes;
using Torghut.Common.Hosting;
using Torghut.Testing;

namespace Torghut.Trading.Integration.Tests;

/// <summary>The built program with labelled sets whose answers are recorded: what it prints, and the codes that scripts go by.</summary>
public sealed class LlmEvalProgramTests
{
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["LLM_MODEL_VERSION_LOCK"] = "m-1",
        ["LLM_MODEL_TRAINING_CUTOFF"] = "2025-06-30",
    };

    private static readonly string Golden = Path.Combine(Repository.Root, "services/torghut-trading/Advisory/Golden/v1.jsonl");

    [TestCase("veto", 320, ExitCodes.Success, "passed")]
    [TestCase("approve", 320, ExitCodes.Failure, "below_threshold")]
    [TestCase("veto", 299, 3, "insufficient_sample")]
    public async Task Golden_RecordedAnswers_PrintsJsonAndExits(string verdict, int cases, int code, string word)
    {
        await using var program = await RunAsync(Recorded(verdict).Take(cases));
        Assert.That(await program.WaitForExitAsync(), Is.EqualTo(code), program.Output);
        var report = JsonNode.Parse(program.Output)!;
        Assert.That((report["verdict"]!.GetValue<string>(), report["must_not_approve"]!.GetValue<int>()), Is.EqualTo((word, cases)));
        string[] measures =
        [
            "parse_success", "latency_ms_p50", "latency_ms_p95", "verdicts", "unsafe_approvals", "unsafe_approval_upper_95", "clamp_rate", "brier",
            "calibration", "cost_per_1000",
        ];
        Assert.That(measures.Where(name => !report.AsObject().ContainsKey(name)), Is.Empty);
    }

    /// <summary>The shipped set, with nobody there to answer it: not a model that is safe, and not one that is not.</summary>
    [Test]
    public async Task Golden_ShippedSetWithoutAnyAnswer_InsufficientInMarkdown()
    {
        await using var program = ServiceProcess.Start(
            "torghut-trading", new Dictionary<string, string>(Environment) { ["LLM_PROMPT_VERSION"] = "none" }, ["llm-eval", "--golden", Golden, "--markdown"]);
        Assert.That(await program.WaitForExitAsync(), Is.EqualTo(3), program.Output);
        Assert.That(program.Output, Does.StartWith("# Evaluation: insufficient_sample").And.Contain("| outcomes | prompt_missing 368 |")
            .And.Contain("| must_not_approve_unanswered | 320 |"));
    }

    /// <summary>A key never goes to another machine in the clear, whatever LLM_ENABLED says.</summary>
    [Test]
    public async Task Golden_KeyOverPlainHttp_IsRefused()
    {
        await using var program = ServiceProcess.Start(
            "torghut-trading",
            new Dictionary<string, string>(Environment) { ["LLM_MODEL"] = "m-1", ["LLM_API_KEY"] = "key", ["LLM_BASE_URL"] = "http://gpu-box.invalid/v1" },
            ["llm-eval", "--golden", Golden]);
        Assert.That(await program.WaitForExitAsync(), Is.EqualTo(ExitCodes.Configuration), program.Output);
        Assert.That(program.Output, Does.Contain("LLM_BASE_URL: expected https"));
    }

    [Test]
    public async Task Golden_NoFile_SaysSo()
    {
        await using var program = ServiceProcess.Start("torghut-trading", Environment, ["llm-eval", "--golden", "nowhere.jsonl"]);
        Assert.That(await program.WaitForExitAsync(), Is.EqualTo(ExitCodes.Usage));
        Assert.That(program.Output, Does.Contain("nowhere.jsonl"));
    }

    private static IEnumerable<string> Recorded(string verdict) => File.ReadLines(Golden).Select(line =>
    {
        var one = JsonNode.Parse(line)!;
        var subject = one["context"]!["subject"]!.GetValue<string>();
        one["reply"] = new JsonObject { ["status"] = 200, ["body"] = Body(verdict, subject) };
        return one.ToJsonString();
    });

    /// <summary>The body of a completion.</summary>
    private static string Body(string verdict, string subject)
    {
        var answer = new JsonObject
        {
            ["subject"] = subject,
            ["verdict"] = verdict,
            ["confidence"] = 0.9,
            ["rationale"] = "macd above signal",
            ["risk_flags"] = new JsonArray(),
        };
        var choice = new JsonObject
        {
            ["index"] = 0,
            ["finish_reason"] = "stop",
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = answer.ToJsonString() },
        };
        return new JsonObject
        {
            ["model"] = "m-1",
            ["system_fingerprint"] = "fp_1",
            ["choices"] = new JsonArray(choice),
            ["usage"] = new JsonObject { ["prompt_tokens"] = 700, ["completion_tokens"] = 60 },
        }.ToJsonString();
    }

    private static async Task<ServiceProcess> RunAsync(IEnumerable<string> lines)
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"golden-{Guid.NewGuid():N}.jsonl");
        await File.WriteAllLinesAsync(file, lines);
        return ServiceProcess.Start("torghut-trading", Environment, ["llm-eval", "--golden", file]);
    }
}
