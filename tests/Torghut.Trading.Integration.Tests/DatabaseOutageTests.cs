using Npgsql;
using Torghut.Testing;
using Torghut.Trading.Drills;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Leasing;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Postgres goes away and comes back.</summary>
public sealed class DatabaseOutageTests
{
    private const int Continue = 18;

    [Test]
    public async Task Postgres_Down_NoOrderLeavesAndLoopRecovers()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await Infrastructure.SetReachableAsync(stack.DatabaseName, false);
        await Eventually.HoldsAsync(async () => (await stack.StatusAsync()).GetProperty("loop").GetProperty("last_outcome").GetString() == "database_failed",
            "the loop says so");
        await stack.SignalBuyAsync();
        await Eventually.HoldsAsync(async () => (await stack.GetAsync("/readyz")).Status == 503, "readiness is truthful");
        var (status, problem) = await stack.GetAsync("/trading/decisions");
        Assert.That((status, problem.GetProperty("type").GetString()), Is.EqualTo((503, "urn:torghut:problem:database_not_usable")));
        Assert.That((await stack.GetAsync("/healthz")).Status, Is.EqualTo(200));
        Assert.That((await stack.GetAsync("/trading/health")).Body.GetProperty("dependencies").GetProperty("postgres").GetProperty("ok").GetBoolean(),
            Is.False);
        Assert.That(await stack.Broker.OrdersAsync(), Is.Empty, "no order without a row");
        await Infrastructure.SetReachableAsync(stack.DatabaseName, true);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.AgreesWithBrokerAsync(orders: 1);
    }

    /// <summary>After a failover connections may end at a server that answers reads only.</summary>
    [Test]
    [Category("Long")]
    public async Task Postgres_ReadOnly_HealthSaysSo()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        Assert.That((await stack.GetAsync("/db-check")).Status, Is.EqualTo(200));
        await stack.ExecuteAsync($"ALTER DATABASE \"{stack.DatabaseName}\" SET default_transaction_read_only = on");
        await stack.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        await Eventually.HoldsAsync(
            async () => await stack.GetAsync("/db-check") is (503, var problem) && problem.GetProperty("detail").GetString() == "read_only", "it is named");
        var (status, health) = await stack.GetAsync("/trading/health");
        Assert.That(
            (status, health.GetProperty("dependencies").GetProperty("postgres").GetProperty("fault").GetString()), Is.EqualTo((503, "read_only")));
        var (_, stop) = await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, new { reason = "drill", actor = "tester" });
        Assert.That(stop.GetProperty("persisted").GetBoolean(), Is.False);
        await stack.ExecuteAsync($"SET default_transaction_read_only = off; ALTER DATABASE \"{stack.DatabaseName}\" RESET default_transaction_read_only");
        await stack.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        await stack.CountsAsync("SELECT count(*) FROM trading_state WHERE engaged AND latch = 'emergency_stop'", 1);
        await Eventually.HoldsAsync(async () => (await stack.GetAsync("/db-check")).Status == 200, "it can be used again");
        Assert.That(await stack.QueryAsync<long>("SELECT count(*) FROM trading_lease"), Is.EqualTo(1), "the trial leaves nothing behind");
    }

    /// <summary>The server behind a connection was demoted and stays there: whoever keeps the connection never writes again.</summary>
    [Test]
    public async Task Connection_ThatAnswersReadsOnly_IsNotHandedOutAgain()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        await using var database = new Database(Infrastructure.Patient(fresh.Options.Dsn, connections: 1));
        var leases = new LeaseStore(database);
        await fresh.ExecuteAsync($"ALTER DATABASE \"{fresh.Name}\" SET default_transaction_read_only = on");
        Assert.That(
            async () => await leases.AcquireAsync("loop", "me", TimeSpan.FromMinutes(1), CancellationToken.None),
            Throws.TypeOf<PostgresException>().With.Property(nameof(PostgresException.SqlState)).EqualTo(PostgresErrorCodes.ReadOnlySqlTransaction));
        await fresh.ExecuteAsync($"SET default_transaction_read_only = off; ALTER DATABASE \"{fresh.Name}\" RESET default_transaction_read_only");
        Assert.That(await leases.AcquireAsync("loop", "me", TimeSpan.FromMinutes(1), CancellationToken.None), Is.Not.Null);
    }

    /// <summary>Postgres goes away between the claim and the request, and between the answer and its record.</summary>
    [TestCase(FailpointNames.ClaimCommitted)]
    [TestCase(FailpointNames.ReplyRead)]
    [Category("Long")]
    public async Task Postgres_DownAroundTheBrokerCall_OneOrderAndNothingStuck(string point)
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Arm($"{point}=stop");
        await stack.StartAsync();
        var process = stack.Process;
        await stack.SignalBuyAsync();
        await Eventually.HoldsAsync(() => process.IsStopped, "the service stands at the point");
        await Infrastructure.SetReachableAsync(stack.DatabaseName, false);
        process.SendSignal(Continue);
        await Eventually.HoldsAsync(async () => (await stack.StatusAsync()).GetProperty("loop").GetProperty("last_outcome").GetString() == "database_failed",
            "the loop says so");
        await Infrastructure.SetReachableAsync(stack.DatabaseName, true);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.MarkAsync();
        await stack.AgreesWithBrokerAsync(orders: 1);
    }
}
