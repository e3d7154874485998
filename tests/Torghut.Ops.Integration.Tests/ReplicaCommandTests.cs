using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Sandbox.ClickHouse;
using Torghut.Testing;

namespace Torghut.Ops.Integration.Tests;

/// <summary>
/// <c>clickhouse restore-replica</c> against a real server that stands alone: its statements are valid there, and it has nothing to restore. What it does
/// where Keeper lost something is proven on a scripted server (ReplicaRestoreTests of Torghut.Ops.Tests).
/// </summary>
public sealed class ReplicaCommandTests
{
    [Test]
    public async Task Command_ServerWithoutKeeper_SaysSoAndChangesNothing()
    {
        var folder = Directory.CreateTempSubdirectory("torghut-ops-replica-").FullName;
        await using var server = await ClickHouseServer.StartAsync(
            new ClickHouseOptions { DataDirectory = folder }, NullLoggerFactory.Instance, CancellationToken.None);
        var keys = new Dictionary<string, string>
        {
            ["TA_CLICKHOUSE_URL"] = server.BaseAddress.ToString(),
            ["OPS_AUDIT_FILE"] = Path.Combine(folder, "audit.jsonl"),
        };
        await using var plan = ServiceProcess.Start("torghut-ops", keys, "clickhouse", "restore-replica");
        Assert.That(await plan.WaitForExitAsync(), Is.Zero, plan.Output);
        await Eventually.HoldsAsync(() => plan.Output.Contains("without Keeper", StringComparison.Ordinal), "the plan says why");
        Assert.That(plan.Output, Does.Contain("0 replicated tables").And.Contain("Nothing would be done."));

        await using var refused = ServiceProcess.Start("torghut-ops", keys, "clickhouse", "restore-replica", "--apply", "--reason", "test", "--confirm", "YES");
        await using var wrong = ServiceProcess.Start("torghut-ops", keys, "clickhouse", "drop-replica");
        await using var nowhere = ServiceProcess.Start("torghut-ops", new Dictionary<string, string>(), "clickhouse", "restore-replica");
        Assert.That(
            new[] { await refused.WaitForExitAsync(), await wrong.WaitForExitAsync(), await nowhere.WaitForExitAsync() }, Is.EqualTo(new[] { 65, 64, 78 }));
        Assert.That(await File.ReadAllTextAsync(keys["OPS_AUDIT_FILE"]), Does.Contain("refused").And.Contain("confirmation"));
    }
}
