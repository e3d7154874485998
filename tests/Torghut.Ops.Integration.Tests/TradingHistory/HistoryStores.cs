using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Torghut.Sandbox.Postgres;
using Torghut.Testing;

namespace Torghut.Ops.Integration.Tests.TradingHistory;

/// <summary>A real Postgres with trading's real migrations, and the role that this service has there.</summary>
[SetUpFixture]
public sealed class HistoryStores
{
    /// <summary>A database that has the tables; others are copies of it.</summary>
    private const string Migrated = "migrated";

    private const string Role = "torghut_ops";
    private const string Password = "password-of-the-test";

    private static int _databases;
    private string _folder = "";

    private static PostgresServer Postgres { get; set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        // PostgreSQL runs as another user when the tests run as root, and has to reach its folder.
        _folder = Path.Combine(Path.GetTempPath(), $"torghut-ops-history-{Guid.NewGuid():N}");
        Postgres = await PostgresServer.StartAsync(
            new PostgresOptions { DataDirectory = _folder, SyncsToDisk = false }, NullLoggerFactory.Instance, CancellationToken.None);
        await using var server = NpgsqlDataSource.Create(Postgres.ConnectionString);
        await RunAsync(server, $"CREATE ROLE {Role} LOGIN PASSWORD '{Password}'");
        await RunAsync(server, $"CREATE DATABASE {Migrated}");
        await using var database = NpgsqlDataSource.Create(AddressOf(Migrated));
        foreach (var script in Directory.EnumerateFiles(Path.Combine(Repository.Root, "services/torghut-trading/Migrations/Scripts"), "*.sql")
            .Order(StringComparer.Ordinal))
        {
            await RunAsync(database, await File.ReadAllTextAsync(script));
        }

        // What docs/ops.md tells whoever runs the database to grant.
        await RunAsync(database, $"GRANT USAGE ON SCHEMA public TO {Role}; GRANT SELECT ON {string.Join(", ", GrantedTables)} TO {Role}");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await Postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The tables that docs/ops.md names.</summary>
    internal static IReadOnlyList<string> GrantedTables { get; } = Documented();

    /// <summary>A database of its own with the tables.</summary>
    internal static async Task<HistoryStore> CreateAsync()
    {
        var name = $"history_{Interlocked.Increment(ref _databases)}";
        await using var server = NpgsqlDataSource.Create(Postgres.ConnectionString);
        NpgsqlConnection.ClearAllPools();
        await RunAsync(server, $"CREATE DATABASE {name} TEMPLATE {Migrated} STRATEGY FILE_COPY");
        return new HistoryStore(AddressOf(name), new NpgsqlConnectionStringBuilder(AddressOf(name)) { Username = Role, Password = Password }.ConnectionString);
    }

    internal static async Task RunAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private static string AddressOf(string database) => new NpgsqlConnectionStringBuilder(Postgres.ConnectionString) { Database = database }.ConnectionString;

    private static string[] Documented()
    {
        const string Start = "GRANT SELECT ON ";
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "ops.md"));
        var from = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        return page[from..page.IndexOf(" TO ", from, StringComparison.Ordinal)].Split(", ");
    }
}
