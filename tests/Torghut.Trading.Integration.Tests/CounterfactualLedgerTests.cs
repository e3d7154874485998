using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Trading.Account;
using Torghut.Trading.Advisory;
using Torghut.Trading.Decisions;
using Torghut.Trading.Hosting;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Observability;
using Torghut.Trading.Orders;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Reviews are marked to market from stored prices, and advice that costs money goes back to shadow, durably.</summary>
public sealed class CounterfactualLedgerTests
{
    [Test]
    public async Task Look_VetoesThatCostMoney_DemoteOnceAndForGood()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var (options, policy) = (new ProviderOptions { Enabled = true, Model = "m-1", ApiKey = "k" }, Active());
        var status = Status(options, policy);
        for (var at = 0; at < 200; at++)
        {
            await ReviewedAsync(fresh, at, status.Standing);
        }

        Assert.That(status.Current.Reasons, Does.Contain("llm_counterfactuals_not_read").And.Not.Contain("llm_demoted"));
        Assert.That(status.Current.Shadow, Is.True, "until the ledger was read nobody knows");
        var ledger = new CounterfactualLedger(
            new CounterfactualStore(fresh.Database), new Prices(), new SwitchOptions(), status, TimeProvider.System,
            NullLogger<CounterfactualLedger>.Instance);
        await ledger.LookAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None);
        Assert.That(status.Current.Shadow, Is.False);
        Assert.That(await fresh.QueryAsync<long>("SELECT count(*) FROM llm_counterfactuals WHERE horizon = '30m' AND difference = -10"), Is.EqualTo(200));
        Assert.That(await fresh.QueryAsync<long>("SELECT count(*) FROM llm_counterfactuals WHERE horizon = '1m'"), Is.EqualTo(200));

        await ledger.LookAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None);
        await ledger.LookAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None);
        Assert.That((status.Current.Mode, status.Current.Reasons.Contains("llm_demoted")), Is.EqualTo(("shadow", true)));
        Assert.That(await fresh.QueryAsync<string>("SELECT string_agg(decisions || '/' || sessions || ' ' || trim_scale(upper), ';') FROM llm_demotions"),
            Is.EqualTo("200/5 -10"));

        var restarted = Status(options, policy);
        await new CounterfactualLedger(
            new CounterfactualStore(fresh.Database), new Prices(), new SwitchOptions(), restarted, TimeProvider.System,
            NullLogger<CounterfactualLedger>.Instance).LookAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None);
        Assert.That(restarted.Current.Shadow, Is.True);
        policy.EvaluationReport = "another";
        await ledger.LookAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None);
        Assert.That(status.Current.Shadow, Is.False, "another evaluation starts anew");
    }

    /// <summary>A decision that was reviewed twice, as after a restart, is one decision, and an exit, on which advice has no effect, is none.</summary>
    [Test]
    public async Task Look_DecisionReviewedTwiceAndAnExit_CountOneDecision()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var status = Status(new ProviderOptions { Enabled = true, Model = "m-1", ApiKey = "k" }, Active());
        var decision = await ReviewedAsync(fresh, 0, status.Standing);
        await ReviewedAsync(fresh, 0, status.Standing, decision);
        await ReviewedAsync(fresh, 0, null);
        var store = new CounterfactualStore(fresh.Database);
        var ledger = new CounterfactualLedger(
            store, new Prices(), new SwitchOptions(), status, TimeProvider.System, NullLogger<CounterfactualLedger>.Instance);
        await ledger.LookAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None);
        Assert.That(await fresh.QueryAsync<long>("SELECT count(*) FROM llm_counterfactuals WHERE horizon = '30m'"), Is.EqualTo(2));
        Assert.That(await store.ReadAsync(FreshDatabase.Account, status.Standing, "30m", CancellationToken.None), Has.Count.EqualTo(1));
    }

    /// <summary>A model that was demoted before its lock and its evaluation were set has not become another one by that, nor by other bounds.</summary>
    [Test]
    public async Task Look_DemotedBeforeLockAndReportWereSet_StaysDemoted()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var options = new ProviderOptions { Enabled = true, Model = "m-1", ApiKey = "k" };
        var before = Active();
        (before.ModelVersionLock, before.EvaluationReport, before.MinConfidence) = ("", "", 0.9m);
        var store = new CounterfactualStore(fresh.Database);
        await store.DemoteAsync(
            FreshDatabase.Account, Status(options, before).DemotionStanding, Status(options, before).Standing,
            new CounterfactualVerdict(CounterfactualVerdict.Harmful, 200, 5, -2, -1), CancellationToken.None);
        var status = Status(options, Active());
        await new CounterfactualLedger(
            store, new Prices(), new SwitchOptions(), status, TimeProvider.System, NullLogger<CounterfactualLedger>.Instance)
            .LookAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None);
        Assert.That(status.Current.Reasons, Does.Contain("llm_demoted"));
    }

    /// <summary>What another model than the locked one said is not counted for the locked one.</summary>
    [Test]
    public async Task Look_AnswerOfAnotherModel_IsNoEvidence()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var status = Status(new ProviderOptions { Enabled = true, Model = "m-1", ApiKey = "k" }, Active());
        await ReviewedAsync(fresh, 0, status.Standing, reasons: [GuardReasons.Veto]);
        await ReviewedAsync(fresh, 0, status.Standing, reasons: [GuardReasons.ModelMismatch, GuardReasons.FailVeto]);
        await new CounterfactualLedger(
            new CounterfactualStore(fresh.Database), new Prices(), new SwitchOptions(), status, TimeProvider.System, NullLogger<CounterfactualLedger>.Instance)
            .LookAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None);
        Assert.That(await fresh.QueryAsync<long>("SELECT count(*) FROM llm_counterfactuals WHERE horizon = '30m'"), Is.EqualTo(1));
    }

    /// <summary>Bars that come late are waited for; a price of before the decision is none.</summary>
    [Test]
    public async Task Look_NoPriceAfterTheDecision_IsAskedForAnHour()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var (options, policy) = (new ProviderOptions { Enabled = true, Model = "m-1", ApiKey = "k" }, Active());
        var decision = await fresh.DecisionAsync(OrderState.Rejected);
        await fresh.ExecuteAsync(
            $$"""
            INSERT INTO llm_decision_reviews (id, decision_id, account_label, outcome, verdict, effect, standing, market_ts, order_before, order_after, policy)
            VALUES (gen_random_uuid(), '{{decision.Id}}', '{{FreshDatabase.Account}}', 'ok', 'veto', 'veto', '{{Status(options, policy).Standing}}',
              '2026-02-06T16:00:00Z', '{"symbol":"AAPL","side":"buy","qty":"10"}', '{"qty":"10"}', '{"reference_price":"100"}')
            """);
        var decided = new DateTimeOffset(2026, 2, 6, 16, 0, 0, TimeSpan.Zero);
        var ledger = new CounterfactualLedger(
            new CounterfactualStore(fresh.Database), new Prices { At = decided }, new SwitchOptions(), Status(options, policy), TimeProvider.System,
            NullLogger<CounterfactualLedger>.Instance);
        await ledger.LookAsync(decided.AddMinutes(60), CancellationToken.None);
        Assert.That(await fresh.QueryAsync<long>("SELECT count(*) FROM llm_counterfactuals"), Is.Zero);
        await ledger.LookAsync(decided.AddMinutes(62), CancellationToken.None);
        Assert.That(await fresh.QueryAsync<string>("SELECT string_agg(horizon || coalesce(mark_price::text, '-'), ' ') FROM llm_counterfactuals"), Is.EqualTo("1m-"));
    }

    /// <summary>A veto of a decision, old enough to be marked, in one of five sessions.</summary>
    private static async Task<DecisionRow> ReviewedAsync(
        FreshDatabase fresh, int at, string? standing, DecisionRow? known = null, string[]? reasons = null)
    {
        var decision = known ?? await fresh.DecisionAsync(OrderState.Rejected);
        await fresh.QueryAsync<object>(
            """
            INSERT INTO llm_decision_reviews (id, decision_id, account_label, outcome, verdict, effect, reasons, standing, market_ts, order_before, order_after,
              policy)
            VALUES (gen_random_uuid(), @Id, @account, 'ok', 'veto', 'veto', @reasons, @standing, now() - (@at % 5) * interval '1 day' - interval '40 minutes',
              '{"symbol":"AAPL","side":"buy","qty":"10"}', '{"qty":"10"}', '{"reference_price":"100"}')
            RETURNING id
            """,
            new { decision.Id, account = FreshDatabase.Account, reasons, standing, at });
        return decision;
    }

    private static AdvisoryStatus Status(ProviderOptions options, AdvisoryPolicyOptions policy) => new(
        options, policy, new SwitchOptions(), new PromptLibrary(options), new AdvisoryMetrics(Prometheus.Metrics.NewCustomRegistry(), TradingMetricCodes.All),
        TimeProvider.System, NullLogger<AdvisoryStatus>.Instance);

    private static AdvisoryPolicyOptions Active() => new()
    {
        ShadowMode = false,
        Stage = RolloutStage.Stage3,
        AllowedModels = ["m-1"],
        EvaluationReport = "r",
        EffectiveChallengeId = "c",
        ShadowCompletedAt = "2026-01-01",
        ModelVersionLock = "m-1",
        ModelTrainingCutoff = "2025-06-30",
    };

    /// <summary>A market that stands at 101.</summary>
    private sealed class Prices : ISignalSource
    {
        /// <summary>Of the newest bar; null for when it is asked.</summary>
        public DateTimeOffset? At { get; init; }

        public Task<IReadOnlyDictionary<string, PriceView>> ReadPricesAsync(
            IReadOnlyList<string> symbols, DateTimeOffset marketTime, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<string, PriceView>>(
                symbols.ToDictionary(symbol => symbol, _ => new PriceView(101, At ?? marketTime, 1_000)));

        public Task<SignalRows> ReadForwardAsync(SignalQuery query, SignalPosition? cursor, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyDictionary<string, long>> CountBehindAsync(SignalQuery query, SignalPosition cursor, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<SignalRows> ReadBehindAsync(SignalQuery query, SignalPosition cursor, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<DateTimeOffset?> NewestAsync(SignalQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyDictionary<string, QuoteView>> ReadQuotesAsync(
            IReadOnlyList<string> symbols, DateTimeOffset marketTime, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> PingAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
