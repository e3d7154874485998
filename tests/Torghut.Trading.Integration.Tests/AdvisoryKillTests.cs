using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Sandbox.Llm;
using Torghut.Trading.Drills;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>The built service with the sandbox's provider, killed where a restart must not forget what the provider did.</summary>
public sealed class AdvisoryKillTests
{
    private const string Key = "zqmark-llm-key-0123456789";
    private const int Killed = 137;

    /// <summary>Where a test below kills the process.</summary>
    public static IEnumerable<string> KillPoints => FailpointNames.Review;

    /// <summary>Nothing waits for the cool-down: it is far away, until the test itself ends it in the database.</summary>
    [Test]
    [Category("Long")]
    public async Task Circuit_OpenAtAKill_NobodyIsAskedBeforeTheCoolDownEnds()
    {
        await using var provider = await LlmProvider.StartAsync(new LlmProviderOptions { ApiKey = Key }, NullLoggerFactory.Instance, CancellationToken.None);
        provider.Script("http_500", "approve");
        await using var stack = await StartAsync(provider);
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM llm_circuits WHERE status = 'open'", 1);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        var until = await stack.QueryAsync<DateTime>("SELECT until_at FROM llm_circuits");
        await stack.Process.KillAsync();

        await stack.StartAsync();
        await stack.SignalBuyAsync("MSFT");
        await stack.CountsAsync(
            "SELECT count(*) FROM llm_decision_reviews WHERE outcome = 'circuit_open' AND skip_reason = 'circuit_open' AND circuit_state = 'open'", 1);
        Assert.That(provider.Asked, Is.EqualTo(1), "nobody was asked after the kill");
        Assert.That(await stack.QueryAsync<DateTime>("SELECT until_at FROM llm_circuits"), Is.EqualTo(until), "a restart does not move the end");

        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 2);
        await stack.ExecuteAsync("UPDATE llm_circuits SET until_at = now()");
        var at = await stack.JustNowAsync();
        await stack.Tables.PriceAsync("AAPL", at, 100);
        await stack.Tables.SellAsync("AAPL", at);
        await stack.CountsAsync("SELECT count(*) FROM llm_decision_reviews WHERE outcome = 'ok' AND circuit_state = 'half_open'", 1);
        await stack.CountsAsync("SELECT count(*) FROM llm_circuits WHERE status = 'closed'", 1);
        Assert.That(provider.Asked, Is.EqualTo(2), "the probe");
    }

    /// <summary>What was reserved for a request that died with the process stays spent: a day is never overspent.</summary>
    [Test]
    [Category("Long")]
    public async Task Request_OnItsWayAtAKill_StaysReserved()
    {
        await using var provider = await LlmProvider.StartAsync(new LlmProviderOptions { ApiKey = Key }, NullLoggerFactory.Instance, CancellationToken.None);
        provider.Script("hang");
        await using var stack = await StartAsync(provider);
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.CountsAsync("SELECT count(*) FROM llm_reservations WHERE settled_at IS NULL", 1);
        await stack.Process.KillAsync();
        provider.Script("approve");

        await stack.StartAsync();
        await stack.SignalBuyAsync("MSFT");
        await stack.CountsAsync("SELECT count(*) FROM llm_decision_reviews WHERE outcome = 'ok'", 1);
        Assert.That(
            await stack.QueryAsync<bool>(
                "SELECT (SELECT tokens FROM llm_budget_days) = (SELECT sum(coalesce(tokens_used, tokens)) FROM llm_reservations) "
                + "AND (SELECT count(*) FROM llm_reservations WHERE settled_at IS NULL) = 1"),
            Is.True);
    }

    /// <summary>Wherever in a review the process dies: what the table says was spent is at least what left for the model.</summary>
    [TestCaseSource(nameof(Steps))]
    public async Task Review_KilledAtAStep_OverspendsByNothing(string point)
    {
        await using var provider = await LlmProvider.StartAsync(new LlmProviderOptions { ApiKey = Key }, NullLoggerFactory.Instance, CancellationToken.None);
        provider.Script("approve");
        await using var stack = await TradingStack.CreateAsync();
        Configure(stack, provider);
        stack.Arm($"{point}=kill");
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        Assert.That(await stack.Process.WaitForExitAsync(), Is.EqualTo(Killed));
        stack.Disarm();

        await stack.StartAsync();
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE status NOT IN ('filled', 'rejected', 'expired', 'canceled')", 0);
        await stack.SignalBuyAsync("MSFT");
        await stack.CountsAsync(
            "SELECT count(*) FROM llm_decision_reviews r JOIN trade_decisions d ON d.id = r.decision_id WHERE d.symbol = 'MSFT' AND r.outcome = 'ok'", 1);
        Assert.That(await stack.QueryAsync<long>("SELECT count(*) FROM llm_reservations"), Is.GreaterThanOrEqualTo(provider.Asked), "each was reserved first");
        Assert.That(
            await stack.QueryAsync<bool>(
                "SELECT (SELECT sum(tokens) FROM llm_budget_days) = (SELECT sum(coalesce(tokens_used, tokens)) FROM llm_reservations)"),
            Is.True);
    }

    private static IEnumerable<TestCaseData> Steps() => FailpointNames.Review.Select(point => new TestCaseData(point).SetCategory(
        point is FailpointNames.ReservationCommitted or FailpointNames.ReviewAnswered ? "Long" : "Drill"));

    private static async Task<TradingStack> StartAsync(LlmProvider provider)
    {
        var stack = await TradingStack.CreateAsync();
        Configure(stack, provider);
        await stack.StartAsync();
        return stack;
    }

    private static void Configure(TradingStack stack, LlmProvider provider)
    {
        foreach (var (key, value) in new[]
        {
            ("LLM_ENABLED", "true"), ("LLM_BASE_URL", provider.ApiAddress.ToString()), ("LLM_API_KEY", Key), ("LLM_MODEL", "sandbox-chat"),
            ("LLM_CIRCUIT_MAX_ERRORS", "1"), ("LLM_TIMEOUT_SECONDS", "120"),
        })
        {
            stack.Environment[key] = value;
        }
    }
}
