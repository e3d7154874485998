using Npgsql;
using Torghut.Testing;
using Torghut.Trading.Audit;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Integration.Tests;

/// <summary>An instance that comes to a stand in the middle of a transaction, and one that wants to go on.</summary>
public sealed class StandingTransactionTests
{
    [Test]
    public async Task Transaction_StandsStillWithTheAuditsLock_OthersGoOnBeforeItWakes()
    {
        await using var stack = await TradingStack.CreateAsync();
        var options = new DatabaseOptions { Dsn = stack.Environment["DB_DSN"] };
        await using var standing = new Database(options);
        await using var other = new Database(options);
        var locked = new TaskCompletionSource();
        var woken = new TaskCompletionSource();
        var stands = AppendAsync(standing, async () =>
        {
            locked.SetResult();
            await woken.Task;
        });
        await locked.Task;
        await AppendAsync(other, () => Task.CompletedTask).WaitAsync(Eventually.Timeout, TimeProvider.System);
        woken.SetResult();
        await Assert.ThatAsync(() => stands, Throws.InstanceOf<NpgsqlException>(), "what stood still commits nothing");
        Assert.That(await stack.QueryAsync<long>("SELECT count(*) FROM audit_log WHERE kind = 'latch_engaged'"), Is.EqualTo(1));
    }

    private static Task<bool> AppendAsync(Database database, Func<Task> then) => database.InTransactionAsync(
        async (connection, transaction) =>
        {
            await new AuditLog(database).AppendAsync(connection, transaction,
                new AuditEntry(AuditKinds.LatchEngaged, "paper", "emergency_stop", TimeProvider.System.GetUtcNow(), []));
            await then();
            return true;
        },
        CancellationToken.None);
}
