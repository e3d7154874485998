using Dapper;
using Npgsql;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Migrations;

/// <summary>Brings the schema up to date under an advisory lock: two that start together run each script once.</summary>
internal sealed class MigrationRunner(Database database, DatabaseOptions options)
{
    private const long LockKey = 7_846_120_390;

    /// <summary>Applies what is missing and returns the names of the scripts that ran.</summary>
    /// <exception cref="MigrationException">The schema is newer than the program, or an applied script was edited.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition("SELECT pg_advisory_lock(@LockKey)", new { LockKey }, commandTimeout: 0, cancellationToken: cancellationToken));
        try
        {
            await connection.ExecuteAsync("""
                CREATE TABLE IF NOT EXISTS schema_migrations (
                  version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
                """);
            var applied =
                (await connection.QueryAsync<AppliedMigration>("SELECT version, name, checksum FROM schema_migrations")).ToDictionary(row => row.Version);
            Check(applied);
            var ran = new List<string>();
            foreach (var migration in Migration.All.Where(m => !applied.ContainsKey(m.Version)))
            {
                await ApplyAsync(connection, migration, cancellationToken);
                ran.Add(migration.Name);
            }

            await GrantAsync(connection);
            return ran;
        }
        finally
        {
            await connection.ExecuteAsync("SELECT pg_advisory_unlock(@LockKey)", new { LockKey });
        }
    }

    /// <summary>Whether every script of this program has been applied.</summary>
    public async Task<bool> IsCurrentAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var exists = await connection.ExecuteScalarAsync<bool>("SELECT to_regclass('schema_migrations') IS NOT NULL");
        return exists && await connection.ExecuteScalarAsync<int?>("SELECT max(version) FROM schema_migrations") >= Migration.All[^1].Version;
    }

    private static void Check(Dictionary<int, AppliedMigration> applied)
    {
        var newest = Migration.All[^1].Version;
        if (applied.Values.FirstOrDefault(row => row.Version > newest) is { } newer)
        {
            throw new MigrationException($"The database has migration {newer.Name}, which this program does not know: it is older than the schema.");
        }

        if (Migration.All.FirstOrDefault(m => applied.TryGetValue(m.Version, out var row) && row.Checksum != m.Checksum) is { } edited)
        {
            throw new MigrationException($"Migration {edited.Name} differs from the one that was applied; applied migrations are never edited.");
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(migration.Sql, transaction: transaction, commandTimeout: 0, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(
            "INSERT INTO schema_migrations (version, name, checksum) VALUES (@Version, @Name, @Checksum)",
            new { migration.Version, migration.Name, migration.Checksum },
            transaction);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The service may read and write, but neither change the log nor delete anything.</summary>
    private async Task GrantAsync(NpgsqlConnection connection)
    {
        if (options.ServiceRole.Length == 0)
        {
            return;
        }

        var role = new NpgsqlCommandBuilder().QuoteIdentifier(options.ServiceRole);
        await connection.ExecuteAsync($"""
            GRANT USAGE ON SCHEMA public TO {role};
            GRANT SELECT, INSERT, UPDATE ON strategies, trade_decisions, executions, trade_cursor, trading_lease, trading_state TO {role};
            GRANT SELECT, INSERT ON order_events, llm_decision_reviews, position_snapshots, audit_log, account_baselines, account_books TO {role};
            GRANT SELECT ON schema_migrations TO {role};
            """);
    }

    private sealed record AppliedMigration
    {
        public int Version { get; init; }
        public string Name { get; init; } = "";
        public string Checksum { get; init; } = "";
    }
}
