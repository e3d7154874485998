using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using Torghut.Common.Drills;
using Torghut.Trading.Advisory;
using Torghut.Trading.Drills;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Orders;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Integration.Tests;

/// <summary>What the advisory layer must not forget, in Postgres: nobody is asked while a circuit is open, and no day is overspent.</summary>
public sealed class ReviewLedgerTests
{
    /// <summary>
    /// A thousand reviews that want more than the day has, with deaths at every step of a reservation and of a settlement: what was taken of the model is never
    /// more than what stands in the table, and that never more than the budget.
    /// </summary>
    [Test]
    public async Task Admit_AThousandAtOnceWithDeathsAtEveryStep_OverspendsByNothing()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var failpoints = Deaths();
        await using var database = new Database(fresh.Options, failpoints);
        var ledger = new ReviewLedger(database, new ProviderOptions { TokenBudget = 40_000, CostBudget = 0.4m }, TimeProvider.System, failpoints);
        var row = await fresh.DecisionAsync(OrderState.Planned);
        var (taken, denied, died) = (0L, 0, new ConcurrentDictionary<string, int>(StringComparer.Ordinal));
        await Parallel.ForEachAsync(Enumerable.Range(0, 1_000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (at, cancellationToken) =>
        {
            try
            {
                var admission = await ledger.AdmitAsync(new AdmissionRequest(FreshDatabase.Account, "openai", 100, 0.001m), cancellationToken);
                if (admission.Denied is not null)
                {
                    Interlocked.Increment(ref denied);
                    return;
                }

                // The model is asked here. What it takes is spent, whoever dies afterwards; every third one does not say how much that was.
                var silent = at % 3 == 0;
                Interlocked.Add(ref taken, silent ? 100 : 40);
                await ledger.CompleteAsync(ReviewRecords.Of(row, admission, silent ? null : 40, ReviewOutcome.NotJson), cancellationToken);
            }
            catch (Exception death) when (death is TimeoutException or NpgsqlException)
            {
                died.AddOrUpdate(death.Message, 1, (_, count) => count + 1);
            }
        });
        var day = await fresh.QueryAsync<long>("SELECT tokens FROM llm_budget_days");
        var money = await fresh.QueryAsync<decimal>("SELECT cost FROM llm_budget_days");
        var deaths = string.Join(", ", died.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"));
        TestContext.Out.WriteLine(
            $"drill: 1000 reservations, deaths: {deaths}; denied {denied}; "
            + $"taken {taken}, in the table {day} of 40000 tokens: overspent by {Math.Max(0, Math.Max(day - 40_000, taken - day))}");
        Assert.That(FailpointNames.Review.Except(died.Keys), Is.Empty, "somebody died at every step");
        Assert.That((day <= 40_000, money <= 0.4m), Is.EqualTo((true, true)));
        Assert.That(denied, Is.Positive, "more was wanted than there is");
        Assert.That(taken, Is.LessThanOrEqualTo(day), "nothing was taken that is not in the table");
        Assert.That(
            await fresh.QueryAsync<bool>(
                """
                SELECT d.tokens = r.tokens AND d.cost = r.cost
                FROM llm_budget_days d,
                  (SELECT sum(coalesce(tokens_used, tokens)) AS tokens, sum(coalesce(cost_used, cost)) AS cost FROM llm_reservations) r
                """),
            Is.True,
            "the day is the sum of what was used and what died reserved");
    }

    [TestCase(99, 1.0)]
    [TestCase(1_000, 0.0009)]
    public async Task Admit_TokensOrMoneyShort_IsDeniedAndReservesNothing(long tokens, double money)
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var options = new ProviderOptions { TokenBudget = tokens, CostBudget = (decimal)money };
        var ledger = new ReviewLedger(fresh.Database, options, TimeProvider.System, Failpoints.None);
        var admission = await ledger.AdmitAsync(new AdmissionRequest(FreshDatabase.Account, "openai", 100, 0.001m), default);
        Assert.That((admission.Denied, admission.Reservation), Is.EqualTo(((ReviewOutcome?)ReviewOutcome.BudgetExhausted, (Guid?)null)));
        Assert.That(await fresh.QueryAsync<long>("SELECT count(*) FROM llm_reservations"), Is.Zero);
    }

    /// <summary>The day is New York's: also when the clocks change, on 2026-03-08 and 2026-11-01.</summary>
    [Test]
    public async Task Admit_AroundMidnight_IsOfNewYorksDay()
    {
        (string Instant, string Day)[] cases =
        [
            ("2026-02-07T04:59:59Z", "2026-02-06"), ("2026-02-07T05:00:00Z", "2026-02-07"), ("2026-03-08T04:59:59Z", "2026-03-07"),
            ("2026-03-08T05:00:00Z", "2026-03-08"), ("2026-03-09T03:59:59Z", "2026-03-08"), ("2026-03-09T04:00:00Z", "2026-03-09"),
            ("2026-11-01T03:59:59Z", "2026-10-31"), ("2026-11-01T04:00:00Z", "2026-11-01"), ("2026-11-02T04:59:59Z", "2026-11-01"),
            ("2026-11-02T05:00:00Z", "2026-11-02"),
        ];
        await using var fresh = await FreshDatabase.CreateAsync();
        var time = new SetTime();
        var ledger = new ReviewLedger(fresh.Database, new ProviderOptions(), time, Failpoints.None);
        var days = new List<string>();
        foreach (var (instant, _) in cases)
        {
            time.Now = DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
            var admission = await ledger.AdmitAsync(new AdmissionRequest(FreshDatabase.Account, "openai", 100, 0.001m), default);
            days.Add(await fresh.QueryAsync<string>("SELECT day::text FROM llm_reservations WHERE id = @id", new { id = admission.Reservation }));
        }

        Assert.That(days, Is.EqualTo(cases.Select(one => one.Day)));
    }

    /// <summary>What was reserved before midnight is settled on its own day, and a day that was closed opens as the next.</summary>
    [Test]
    public async Task Complete_AfterMidnight_SettlesTheDayOfTheReservation()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var time = new SetTime { Now = new DateTimeOffset(2026, 2, 7, 4, 59, 59, TimeSpan.Zero) };
        var ledger = new ReviewLedger(fresh.Database, new ProviderOptions { TokenBudget = 100 }, time, Failpoints.None);
        var row = await fresh.DecisionAsync(OrderState.Planned);
        var request = new AdmissionRequest(FreshDatabase.Account, "openai", 100, 0.001m);
        var before = await ledger.AdmitAsync(request, default);
        Assert.That((await ledger.AdmitAsync(request, default)).Denied, Is.EqualTo(ReviewOutcome.BudgetExhausted));
        time.Now = time.Now.AddSeconds(1);
        Assert.That((await ledger.AdmitAsync(request, default)).Denied, Is.Null, "New York's next day");
        await ledger.CompleteAsync(ReviewRecords.Of(row, before, 40, ReviewOutcome.NotJson), default);
        Assert.That(
            await fresh.QueryAsync<string>("SELECT string_agg(day || ' ' || tokens, ', ' ORDER BY day) FROM llm_budget_days"),
            Is.EqualTo("2026-02-06 40, 2026-02-07 100"));
    }

    /// <summary>An endpoint that took more than it may has taken it: nothing more leaves on this day.</summary>
    [Test]
    public async Task Complete_UsageAboveTheReservation_ClosesTheDay()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var ledger = new ReviewLedger(fresh.Database, new ProviderOptions { TokenBudget = 4_000 }, TimeProvider.System, Failpoints.None);
        var row = await fresh.DecisionAsync(OrderState.Planned);
        var request = new AdmissionRequest(FreshDatabase.Account, "openai", 100, 0.001m);
        await ledger.CompleteAsync(ReviewRecords.Of(row, await ledger.AdmitAsync(request, default), 5_000, ReviewOutcome.NotJson), default);
        Assert.That(await fresh.QueryAsync<long>("SELECT tokens FROM llm_budget_days"), Is.EqualTo(5_000));
        Assert.That((await ledger.AdmitAsync(request, default)).Denied, Is.EqualTo(ReviewOutcome.BudgetExhausted));
    }

    [Test]
    public async Task Circuit_OpenBeforeARestart_IsOpenAfterIt()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var options = new ProviderOptions();
        var row = await fresh.DecisionAsync(OrderState.Planned);
        var request = new AdmissionRequest(FreshDatabase.Account, "openai", 100, 0.001m);
        for (var error = 0; error < 3; error++)
        {
            var ledger = new ReviewLedger(fresh.Database, options, TimeProvider.System, Failpoints.None);
            await ledger.CompleteAsync(ReviewRecords.Of(row, await ledger.AdmitAsync(request, default), null, ReviewOutcome.Timeout), default);
        }

        var restarted = new ReviewLedger(fresh.Database, options, TimeProvider.System, Failpoints.None);
        Assert.That(
            (await restarted.CircuitsAsync(FreshDatabase.Account, default)).Select(pair => (pair.Key, pair.Value.Status)),
            Is.EqualTo(new[] { ("openai", CircuitStatus.Open) }));
        var after = await restarted.AdmitAsync(request, default);
        Assert.That((after.Denied, after.Circuit), Is.EqualTo(((ReviewOutcome?)ReviewOutcome.CircuitOpen, CircuitStatus.Open)));
        Assert.That(await fresh.QueryAsync<bool>("SELECT until_at > now() + interval '590 s' FROM llm_circuits"), Is.True);
    }

    [Test]
    public async Task Complete_Row_HoldsTheBytesAndTheirDigests()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var ledger = new ReviewLedger(fresh.Database, new ProviderOptions(), TimeProvider.System, Failpoints.None);
        var row = await fresh.DecisionAsync(OrderState.Planned);
        await fresh.DecisionAsync(OrderState.Filled);
        var admission = await ledger.AdmitAsync(new AdmissionRequest(FreshDatabase.Account, "openai", 100, 0.001m), default);
        var record = ReviewRecords.Of(row, admission, 40, ReviewOutcome.Ok);
        await ledger.CompleteAsync(record, default);
        Assert.That(
            await fresh.QueryAsync<long>(
                """
                SELECT count(*) FROM llm_decision_reviews WHERE outcome = 'ok' AND verdict = 'veto' AND effect = 'veto' AND reasons = '{llm_veto}'
                  AND encode(sha256(request), 'hex') = request_sha256 AND encode(sha256(response), 'hex') = response_sha256 AND sha256 = @sha
                  AND circuit_state = 'closed' AND classification = 'compliant' AND (order_before ->> 'qty') = '10'
                """,
                new { sha = record.Sha256() }),
            Is.EqualTo(1));
        Assert.That((await ledger.RecentAsync(row, default)).Single()["status"], Is.EqualTo("filled"));
    }

    /// <summary>Every eighth passage of each point fails, each point at another one.</summary>
    private static Failpoints Deaths() => new(
        new DrillOptions<FailpointNames>
        {
            EnvironmentName = DrillOptions.DrillEnvironment,
            Failpoints =
            [
                .. FailpointNames.Review.SelectMany((point, offset) => Enumerable.Range(0, 125).Select(at => $"{point}=throw@{(at * 8) + offset + 1}")),
            ],
        },
        new QuickTime(),
        name => new TimeoutException(name));

    /// <summary>Time as a test sets it.</summary>
    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>A point in the middle of a commit waits for the commit to be on its way; a thousand of them need not wait for so long.</summary>
    private sealed class QuickTime : TimeProvider
    {
        private const int Times = 10;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Times : dueTime, period);
    }
}
