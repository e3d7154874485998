using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Torghut.ClickHouse;
using Torghut.Sandbox.ClickHouse;
using Torghut.Sandbox.Postgres;

namespace Torghut.Trading.Integration.Tests;

/// <summary>One PostgreSQL and one ClickHouse for all tests of the assembly; every test has databases of its own in them.</summary>
[SetUpFixture]
public sealed class Infrastructure
{
    /// <summary>Carries the mark that the run with marked secrets looks for.</summary>
    internal const string ClickHousePassword = "zqmark-ta-clickhouse-password";

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

        Postgres = await PostgresServer.StartAsync(new PostgresOptions { DataDirectory = Path.Combine(_folder, "postgres") }, NullLoggerFactory.Instance,
            CancellationToken.None);
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
    internal static async Task<string> CreateDatabaseAsync(string name)
    {
        await using var source = NpgsqlDataSource.Create(Postgres.ConnectionString);
        await using var command = source.CreateCommand($"CREATE DATABASE \"{name}\"");
        await command.ExecuteNonQueryAsync();
        return new UriBuilder(Postgres.Uri) { Path = "/" + name }.Uri.ToString();
    }

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

    internal static string Folder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
}
