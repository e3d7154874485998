using Npgsql;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>What was seen, why it was decided and what was judged is never changed afterwards, by the owner of the tables either.</summary>
public sealed class JudgedDecisionTests
{
    private FreshDatabase _fresh = null!;

    [OneTimeSetUp]
    public async Task CreateAsync()
    {
        _fresh = await FreshDatabase.CreateAsync();
        var deeds = new AccountDeeds(_fresh);
        await deeds.BeginAsync(FreshDatabase.Account);
        foreach (var (name, act) in deeds.Writes)
        {
            await act(FreshDatabase.Account);
            if (name == "DecisionStore.RecordVerdictAsync")
            {
                break;
            }
        }

        Assert.That(await _fresh.QueryAsync<long>("SELECT count(*) FROM trade_decisions WHERE risk IS NOT NULL"), Is.EqualTo(1), "a decision is judged");
    }

    [OneTimeTearDown]
    public ValueTask DisposeAsync() => _fresh.DisposeAsync();

    [TestCase("qty = qty + 1")]
    [TestCase("limit_price = 1")]
    [TestCase("risk = '{\"approved\": true}'")]
    [TestCase("sizing = '{\"qty\": 1}'")]
    [TestCase("order_payload = '{}'")]
    [TestCase("risk_reasons = '{max_notional_exceeded}'")]
    [TestCase("decision_hash = 'other'")]
    [TestCase("account_label = 'other'")]
    [TestCase("strategy_version = 'other'")]
    [TestCase("symbol = 'MSFT'")]
    [TestCase("action = 'buy'")]
    [TestCase("signal_event_ts = now()")]
    [TestCase("features = '{}'")]
    [TestCase("rationale = '[]'")]
    [TestCase("market_ts = now()")]
    public void Update_OfAFact_IsRefused(string change) => Assert.That(
        async () => await _fresh.ExecuteAsync($"UPDATE trade_decisions SET {change}"),
        Throws.InstanceOf<PostgresException>().With.Property(nameof(PostgresException.SqlState)).EqualTo("42501"));

    [Test]
    public void Update_OfItsLifecycle_IsNot() =>
        Assert.That(async () => await _fresh.ExecuteAsync("UPDATE trade_decisions SET status_reason = 'x', updated_at = now()"), Throws.Nothing);
}
