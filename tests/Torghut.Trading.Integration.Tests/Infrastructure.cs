using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Torghut.ClickHouse;
using Torghut.Sandbox.ClickHouse;
using Torghut.Sandbox.Postgres;
using Torghut.Testing;
using Torghut.Trading.Migrations;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Integration.Tests;

/// <summary>One PostgreSQL and one ClickHouse for all tests of the assembly; every test has databases of its own in them.</summary>
[SetUpFixture]
public sealed class Infrastructure
{
    /// <summary>Carries the mark that the run with marked secrets looks for.</summary>
    internal const string ClickHousePassword = "zqmark-ta-clickhouse-password";

    private const string Migrated = "migrated";

    /// <summary>The role that the service works as: it owns nothing.</summary>
    private const string ServiceRole = "torghut_trading";

    private const string ServicePassword = "zqmark-db-password";

    private static string _folder = "";

    internal static PostgresServer Postgres { get; private set; } = null!;

    internal static ClickHouseServer ClickHouse { get; private set; } = null!;

    internal static ClickHouseClient ClickHouseClient { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-trading-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        }

        Postgres = await PostgresServer.StartAsync(
            new PostgresOptions { DataDirectory = Path.Combine(_folder, "postgres"), SyncsToDisk = false, MaxConnections = 400 }, NullLoggerFactory.Instance,
            CancellationToken.None);
        await MakeMigratedAsync();
        ClickHouse =
            await ClickHouseServer.StartAsync(new ClickHouseOptions { DataDirectory = Path.Combine(_folder, "clickhouse"), Password = ClickHousePassword },
            NullLoggerFactory.Instance, CancellationToken.None);
        ClickHouseClient =
            ClickHouseClient.Create(new ClickHouseClientSettings { Endpoint = ClickHouse.BaseAddress, User = "default", Password = ClickHousePassword },
            TimeProvider.System);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        ClickHouseClient.Dispose();
        await ClickHouse.DisposeAsync();
        await Postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A fresh database; its address as a URI, the form that a CNPG secret has.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="migrated">Whether it has the tables already: as a copy it costs a fraction of running every script again.</param>
    internal static async Task<string> CreateDatabaseAsync(string name, bool migrated = false)
    {
        await using var source = NpgsqlDataSource.Create(Postgres.ConnectionString);
        await using var command = source.CreateCommand($"CREATE DATABASE \"{name}\"{(migrated ? $" TEMPLATE {Migrated} STRATEGY FILE_COPY" : "")}");
        command.CommandTimeout = (int)Eventually.Timeout.TotalSeconds;
        await command.ExecuteNonQueryAsync();
        return new UriBuilder(Postgres.Uri) { Path = "/" + name }.Uri.ToString();
    }

    /// <summary>Options with which a test's own parts wait for a Postgres that shares two cores with dozens of processes.</summary>
    internal static DatabaseOptions Patient(string dsn, int connections = 10) => new()
    {
        Dsn = dsn,
        MaxConnections = connections,
        ConnectTimeout = TimeSpan.FromSeconds(60),
        CommandTimeout = Eventually.Timeout,
    };

    /// <summary>The same database as the service's own role sees it.</summary>
    /// <param name="owner">What <see cref="CreateDatabaseAsync"/> returned.</param>
    internal static string AsService(string owner) => new UriBuilder(owner) { UserName = ServiceRole, Password = ServicePassword }.Uri.ToString();

    /// <summary>Whether anybody may connect to a database; when nobody may, connections that exist are cut.</summary>
    internal static async Task SetReachableAsync(string name, bool reachable)
    {
        await using var source = NpgsqlDataSource.Create(Postgres.ConnectionString);
        await using var allow = source.CreateCommand($"ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS {(reachable ? "true" : "false")}");
        await allow.ExecuteNonQueryAsync();
        if (reachable)
        {
            return;
        }

        await using var cut = source.CreateCommand($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        await cut.ExecuteNonQueryAsync();
    }

    private static async Task MakeMigratedAsync()
    {
        await using (var source = NpgsqlDataSource.Create(Postgres.ConnectionString))
        {
            await using var role = source.CreateCommand($"CREATE ROLE {ServiceRole} LOGIN PASSWORD '{ServicePassword}'");
            await role.ExecuteNonQueryAsync();
        }

        var owner = await CreateDatabaseAsync(Migrated);
        await MigrationRunner.RunAsync(Patient(AsService(owner)), new MigrationOptions { Dsn = owner }, CancellationToken.None);

        // A database that somebody is connected to cannot be copied; the pool's last connection may take a moment to be gone.
        await SetReachableAsync(Migrated, false);
    }

    internal static string Folder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
}
