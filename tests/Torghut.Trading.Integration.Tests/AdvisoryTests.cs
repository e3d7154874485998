using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>The built service with a language model beside it.</summary>
public sealed class AdvisoryTests
{
    private const string Key = "zqmark-llm-key-0123456789";

    [Test]
    public async Task Shadow_Veto_OrderLeavesAndTheReviewIsStoredWithoutTheKey()
    {
        await using var chat = await ChatEndpoint.StartAsync("veto");
        await using var stack = await StartAsync(chat);
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled' AND qty = 50", 1);
        await stack.CountsAsync(
            "SELECT count(*) FROM llm_decision_reviews WHERE outcome = 'ok' AND verdict = 'veto' AND mode = 'shadow' AND effect = 'veto'", 1);
        Assert.That(await stack.QueryAsync<string>("SELECT risk ->> 'advisory' FROM trade_decisions"), Is.EqualTo("llm:shadow"));
        var stored = await stack.QueryAsync<string>("SELECT encode(request, 'escape') || encode(response, 'escape') || r::text FROM llm_decision_reviews r");
        Assert.That(stored, Does.Not.Contain(Key).And.Contain("you sent Bearer ***"));
        var status = await stack.TextAsync("/trading/status");
        Assert.That(status, Does.Contain("\"mode\":\"shadow\"").And.Not.Contain(Key).And.Not.Contain("you sent"));
        Assert.That(await stack.TextAsync("/metrics"), Does.Contain("torghut_trading_llm_policy_resolution_total{classification=\"compliant\"} 1"));
        var evaluation = (await stack.GetAsync("/trading/llm-evaluation")).Body;
        Assert.That(evaluation.GetProperty("totals").GetProperty("outcomes")[0].GetProperty("value").GetString(), Is.EqualTo("ok"));
        await using var recorded = ServiceProcess.Start("torghut-trading", stack.Environment, ["llm-eval", "--recorded"]);
        Assert.That(await recorded.WaitForExitAsync(), Is.Zero, recorded.Output);
        Assert.That(recorded.Output, Does.Contain("\"reproduced\":1"));
        Assert.That(stack.Process.Output, Does.Not.Contain(Key).And.Not.Contain("you sent"));
    }

    [Test]
    [Category("Long")]
    public async Task Active_Veto_OrderDoesNotLeaveAndTheChainKnowsWhy()
    {
        await using var chat = await ChatEndpoint.StartAsync("veto");
        await using var stack = await StartAsync(
            chat,
            ("LLM_SHADOW_MODE", "false"), ("LLM_ROLLOUT_STAGE", "stage3"), ("LLM_ALLOWED_MODELS", "m-1"), ("LLM_EVALUATION_REPORT", "r"),
            ("LLM_EFFECTIVE_CHALLENGE_ID", "c"), ("LLM_SHADOW_COMPLETED_AT", "2026-01-01"), ("LLM_MODEL_VERSION_LOCK", "m-1"),
            ("LLM_MODEL_TRAINING_CUTOFF", "2025-06-30"));
        await Eventually.HoldsAsync(
            async () => (await stack.StatusAsync()).GetProperty("llm").GetProperty("mode").GetString() == "active", "advice has its effect");
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE status = 'rejected' AND risk_reasons = '{advisory_veto}'", 1);
        Assert.That(await stack.Broker.OrdersAsync(), Is.Empty);
        Assert.That(chat.Asked, Is.EqualTo(1));
        Assert.That(
            await stack.QueryAsync<long>(
                "SELECT count(*) FROM llm_decision_reviews r JOIN audit_log a ON a.canonical LIKE '%' || r.sha256 || '%' WHERE r.mode = 'active'"),
            Is.EqualTo(1), "the review's digest is in the chain");
    }

    private static async Task<TradingStack> StartAsync(ChatEndpoint chat, params (string Key, string Value)[] more)
    {
        var stack = await TradingStack.CreateAsync();
        foreach (var (key, value) in more.Concat(
            [("LLM_ENABLED", "true"), ("LLM_BASE_URL", chat.Address.ToString()), ("LLM_API_KEY", Key), ("LLM_MODEL", "m-1")]))
        {
            stack.Environment[key] = value;
        }

        await stack.StartAsync();
        return stack;
    }
}
