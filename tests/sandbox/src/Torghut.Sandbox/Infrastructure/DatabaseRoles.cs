using Npgsql;

namespace Torghut.Sandbox.Infrastructure;

/// <summary>
/// The roles that production has beside the owner of the tables: trading's, which gets its few rights from <c>torghut-trading migrate</c>, and ops', which
/// only reads. Neither owns anything.
/// </summary>
internal static class DatabaseRoles
{
    private const string Trading = "torghut_trading";
    private const string Ops = "torghut_ops";

    /// <summary>Makes the roles where they are missing.</summary>
    /// <param name="owner">DSN of the database's owner.</param>
    public static async Task<DatabaseAddresses> EnsureAsync(string owner, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(PostgresDsn.ToConnectionString(owner));
        await using var command = source.CreateCommand($"{Role(Trading)} {Role(Ops)} GRANT pg_read_all_data TO {Ops};");
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new DatabaseAddresses(owner, As(owner, Trading), As(owner, Ops));
    }

    private static string Role(string name) =>
        $"""
        DO $$ BEGIN
          IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') THEN CREATE ROLE {name} LOGIN; END IF;
        END $$;
        ALTER ROLE {name} PASSWORD '{SandboxCredentials.DatabasePassword}';
        """;

    private static string As(string owner, string role) =>
        new UriBuilder(owner) { UserName = role, Password = SandboxCredentials.DatabasePassword }.Uri.ToString();
}
