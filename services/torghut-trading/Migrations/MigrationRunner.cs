using Dapper;
using Npgsql;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Migrations;

/// <summary>Brings the schema up to date under an advisory lock: two that start together run each script once.</summary>
/// <param name="database">As the role that owns the tables.</param>
/// <param name="serviceRole">The role that gets the service's rights (<see cref="ServiceRights"/>); empty grants nothing.</param>
internal sealed class MigrationRunner(Database database, string serviceRole)
{
    private const long LockKey = 7_846_120_390;

    /// <summary>Runs the migrations that the options ask for, over connections of their own, and closes these.</summary>
    /// <exception cref="MigrationException">The schema is newer than the program, or an applied script was edited.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(DatabaseOptions service, MigrationOptions options, CancellationToken cancellationToken)
    {
        await using var database = new Database(options.DatabaseFor(service));
        return await new MigrationRunner(database, options.GrantedRole(service)).RunAsync(cancellationToken);
    }

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

    private async Task GrantAsync(NpgsqlConnection connection)
    {
        if (serviceRole.Length > 0)
        {
            await connection.ExecuteAsync(ServiceRights.Grant(new NpgsqlCommandBuilder().QuoteIdentifier(serviceRole)));
        }
    }

    private sealed record AppliedMigration
    {
        public int Version { get; init; }
        public string Name { get; init; } = "";
        public string Checksum { get; init; } = "";
    }
}
