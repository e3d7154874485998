using Torghut.Trading.Api;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Json;

namespace Torghut.Trading.Integration.Tests;

/// <summary>An audit row is found by what it is about: a row under another name is as good as none.</summary>
public sealed class AuditLinkTests
{
    private FreshDatabase _fresh = null!;

    [OneTimeSetUp]
    public async Task CreateAsync()
    {
        _fresh = await FreshDatabase.CreateAsync();
        var deeds = new AccountDeeds(_fresh);
        await deeds.BeginAsync(AccountDeeds.Other);
        foreach (var (_, act) in deeds.Writes)
        {
            await act(AccountDeeds.Other);
        }
    }

    [OneTimeTearDown]
    public ValueTask DisposeAsync() => _fresh.DisposeAsync();

    [Test]
    public async Task Explain_ADecision_HasEveryStepOfItsLife()
    {
        var hash = await _fresh.QueryAsync<string>("SELECT decision_hash FROM trade_decisions");
        var explained = await new ReadQueries(_fresh.Database).ExplainAsync(hash, CancellationToken.None);
        Assert.That(
            ((IEnumerable<JsonMap>)explained!["audit"]!).Select(row => row["kind"]),
            Is.EqualTo(new[] { "decision_planned", "risk_verdict", "order_state", "execution_fallback", "order_state", "order_observed" }));
    }

    [TestCase("external_order", "stranger-1")]
    [TestCase("external_order", "stranger-done-1")]
    [TestCase("external_order_acknowledged", "new-other-1")]
    [TestCase("external_order_acknowledged", "done-other-1")]
    [TestCase("external_order_acknowledged", "acknowledged-1")]
    [TestCase("unread_item", "open-1")]
    [TestCase("unread_item_resolved", "resolved-1")]
    [TestCase("account_activity", "activity-1")]
    [TestCase("account_baseline_opened", "account")]
    [TestCase("reconciliation_break", "account")]
    [TestCase("latch_engaged", "exits_only")]
    [TestCase("latch_released", "exits_only")]
    public async Task Row_OfItsKind_IsNamedAfterWhatItIsAbout(string kind, string subject) => Assert.That(
        await _fresh.QueryAsync<long>(
            "SELECT count(*) FROM audit_log WHERE kind = @kind AND subject = @subject AND account_label = 'other'", new { kind, subject }),
        Is.EqualTo(1));
}
