using Torghut.Trading.Advisory;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Orders;

namespace Torghut.Trading.Integration.Tests;

/// <summary>What the advisory layer must not forget, in Postgres: nobody is asked while a circuit is open, and no day is overspent.</summary>
public sealed class ReviewLedgerTests
{
    [Test]
    public async Task Admit_AThousandAtOnceWithSomeThatDie_NeverOverspends()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var options = new ProviderOptions { TokenBudget = 10_000, CostBudget = 1 };
        var row = await fresh.DecisionAsync(OrderState.Planned);
        var granted = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 1_000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (at, cancellationToken) =>
        {
            var ledger = new ReviewLedger(fresh.Database, options, TimeProvider.System);
            var admission = await ledger.AdmitAsync(new AdmissionRequest(FreshDatabase.Account, "openai", 100, 0.001m), cancellationToken);
            if (admission.Denied is null)
            {
                Interlocked.Increment(ref granted);

                // Every other one dies with its reservation; of the rest, some hear no usage.
                if (at % 2 == 0)
                {
                    await ledger.CompleteAsync(ReviewRecords.Of(row, admission, at % 4 == 0 ? 40 : null, ReviewOutcome.NotJson), cancellationToken);
                }
            }
        });
        Assert.That(granted, Is.GreaterThanOrEqualTo(100));
        var (day, sum) = (await fresh.QueryAsync<long>("SELECT tokens FROM llm_budget_days"),
            await fresh.QueryAsync<long>("SELECT sum(coalesce(tokens_used, tokens))::bigint FROM llm_reservations"));
        Assert.That((day, day <= 10_000), Is.EqualTo((sum, true)), "the day is the sum of what was used and what died reserved");
        Assert.That(await fresh.QueryAsync<decimal>("SELECT cost FROM llm_budget_days"), Is.LessThanOrEqualTo(1m));
    }

    [TestCase(99, 1.0)]
    [TestCase(1_000, 0.0009)]
    public async Task Admit_TokensOrMoneyShort_IsDeniedAndReservesNothing(long tokens, double money)
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var ledger = new ReviewLedger(fresh.Database, new ProviderOptions { TokenBudget = tokens, CostBudget = (decimal)money }, TimeProvider.System);
        var admission = await ledger.AdmitAsync(new AdmissionRequest(FreshDatabase.Account, "openai", 100, 0.001m), default);
        Assert.That((admission.Denied, admission.Reservation), Is.EqualTo(((ReviewOutcome?)ReviewOutcome.BudgetExhausted, (Guid?)null)));
        Assert.That(await fresh.QueryAsync<long>("SELECT count(*) FROM llm_reservations"), Is.Zero);
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
            var ledger = new ReviewLedger(fresh.Database, options, TimeProvider.System);
            await ledger.CompleteAsync(ReviewRecords.Of(row, await ledger.AdmitAsync(request, default), null, ReviewOutcome.Timeout), default);
        }

        var after = await new ReviewLedger(fresh.Database, options, TimeProvider.System).AdmitAsync(request, default);
        Assert.That((after.Denied, after.Circuit), Is.EqualTo(((ReviewOutcome?)ReviewOutcome.CircuitOpen, CircuitStatus.Open)));
        Assert.That(await fresh.QueryAsync<bool>("SELECT until_at > now() + interval '590 s' FROM llm_circuits"), Is.True);
    }

    [Test]
    public async Task Complete_Row_HoldsTheBytesAndTheirDigests()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var ledger = new ReviewLedger(fresh.Database, new ProviderOptions(), TimeProvider.System);
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
}
