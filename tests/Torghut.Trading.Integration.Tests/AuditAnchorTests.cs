using Torghut.Testing;
using Torghut.Trading.Audit;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>The head of the audit log is kept outside of the database: a log that lost its end stops everything at the next start.</summary>
public sealed class AuditAnchorTests
{
    [TestCase("DELETE FROM audit_log WHERE seq > (SELECT max(seq) - 3 FROM audit_log)", "is missing")]
    [TestCase("UPDATE audit_log SET hash = repeat('0', 64) WHERE seq = (SELECT max(seq) FROM audit_log)", "differs")]
    [Category("Long")]
    public async Task Start_LogLostItsHead_HaltedUntilRearmed(string damage, string fault)
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await HeadIsRecordedAsync(stack);
        await stack.Process.StopAsync();
        await stack.ExecuteAsync($"ALTER TABLE audit_log DISABLE TRIGGER ALL; {damage}; ALTER TABLE audit_log ENABLE TRIGGER ALL");

        await stack.LaunchAndRespondAsync();
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("HALTED"));
        Assert.That((await stack.StatusAsync()).GetProperty("latches").GetProperty("reason").GetString(), Does.Contain(fault));
        Assert.That(stack.Process.Output, Does.Contain("\"event\":\"audit_head_lost\""));
        Assert.That(await stack.TextAsync("/metrics"), Does.Contain("torghut_trading_audit_head_lost_total 1"));
        await stack.SignalBuyAsync("MSFT");
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE 'emergency_stop_active' = ANY(risk_reasons)", 1);
        Assert.That(await stack.Broker.OrdersAsync(), Has.Count.EqualTo(1));

        var (status, _) = await stack.PostAsync("/trading/rearm", TradingStack.RearmToken, new
        {
            latch = "emergency_stop",
            reason = "restored from a backup",
            actor = "tester",
            confirm = "REARM paper"
        });
        Assert.That(status, Is.EqualTo(200));
        await HeadIsRecordedAsync(stack);
        await stack.Process.KillAsync();
        await stack.StartAsync();
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("ACTIVE"), "what was accepted is not found again");
    }

    [Test]
    [Category("Long")]
    public async Task Start_LogHasGrownSinceTheRecord_Trades()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await HeadIsRecordedAsync(stack);
        var record = await File.ReadAllTextAsync(RecordOf(stack));
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.Process.KillAsync();
        await File.WriteAllTextAsync(RecordOf(stack), record);
        await stack.StartAsync();
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("ACTIVE"));
    }

    private static string RecordOf(TradingStack stack) => Path.Combine(stack.StateDirectory, AuditAnchor.FileName);

    /// <summary>Waits until the newest row's hash is on disk.</summary>
    private static Task HeadIsRecordedAsync(TradingStack stack) => Eventually.HoldsAsync(
        async () => File.Exists(RecordOf(stack)) && (await File.ReadAllTextAsync(RecordOf(stack))).Contains(
            await stack.QueryAsync<string>("SELECT hash FROM audit_log ORDER BY seq DESC LIMIT 1"), StringComparison.Ordinal),
        "the head is recorded");
}
