using Npgsql;

namespace Torghut.Ops.Integration.Tests.TradingHistory;

/// <summary>The role of this service, granted what docs/ops.md says, reads everything that is asked for and changes nothing.</summary>
public sealed class HistoryRightsTests
{
    [Test]
    public async Task Role_WithTheGrantsOfTheDocs_ReadsAndChangesNothing()
    {
        await using var store = await HistoryStores.CreateAsync();
        await using var reader = NpgsqlDataSource.Create(store.Reader);
        Assert.That(HistoryStores.GrantedTables, Does.Contain("llm_decision_reviews").And.Contain("backtest_reports"));
        foreach (var table in HistoryStores.GrantedTables)
        {
            await HistoryStores.RunAsync(reader, $"SELECT * FROM {table} LIMIT 1");
            foreach (var change in new[] { $"DELETE FROM {table}", $"INSERT INTO {table} DEFAULT VALUES", $"TRUNCATE {table}", $"DROP TABLE {table}" })
            {
                Assert.That(
                    async () => await HistoryStores.RunAsync(reader, change),
                    Throws.TypeOf<PostgresException>().With.Property(nameof(PostgresException.SqlState))
                        .AnyOf(PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.WrongObjectType), change);
            }
        }
    }
}
