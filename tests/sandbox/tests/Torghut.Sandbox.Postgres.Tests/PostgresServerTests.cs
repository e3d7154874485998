using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Torghut.Sandbox.Postgres.Processes;

namespace Torghut.Sandbox.Postgres.Tests;

[CancelAfter(120_000)]
public sealed class PostgresServerTests
{
    private string _directory = "";

    private PostgresOptions Options => new() { DataDirectory = Path.Combine(_directory, "pg") };

    [SetUp]
    public void CreateFolder()
    {
        _directory = Directory.CreateTempSubdirectory("torghut-postgres-").FullName;
        // The user that the server runs as has to come through.
        Process.Start("chmod", ["755", _directory]).WaitForExit();
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_directory, recursive: true);

    [Test]
    public async Task Start_EmptyFolder_HasUserDatabaseAndVersion(CancellationToken cancellationToken)
    {
        await using PostgresServer server = await StartAsync(Options, cancellationToken);
        Assert.Multiple(async () =>
        {
            Assert.That(await ScalarAsync(server, "SELECT current_user || '/' || current_database()"), Is.EqualTo("torghut/torghut"));
            Assert.That(await ScalarAsync(server, "SHOW server_version"), Does.StartWith("18."));
            Assert.That(await ScalarAsync(server, "SHOW listen_addresses"), Is.EqualTo("127.0.0.1"));
            Assert.That(await ScalarAsync(server, "SHOW timezone"), Is.EqualTo("UTC"));
            Assert.That(server.Uri.ToString(), Does.Match("^postgresql://torghut:torghut-sandbox@127.0.0.1:[0-9]+/torghut$"));
        });
    }

    [Test]
    public async Task Connect_WrongPassword_IsRefused(CancellationToken cancellationToken)
    {
        await using PostgresServer server = await StartAsync(Options, cancellationToken);
        string wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "wrong", Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(wrong);
        Assert.That(async () => await connection.OpenAsync(cancellationToken), Throws.TypeOf<PostgresException>().With.Property("SqlState").EqualTo("28P01"));
    }

    [Test]
    public async Task Restart_AfterACleanStop_KeepsTheData(CancellationToken cancellationToken)
    {
        await using (PostgresServer first = await StartAsync(Options, cancellationToken))
        {
            await ExecuteAsync(first, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n");
        }

        Assert.That(File.Exists(LockFile), Is.False, "a clean stop removes the lock");
        await using PostgresServer second = await StartAsync(Options, cancellationToken);
        Assert.That(await ScalarAsync(second, "SELECT sum(n)::text FROM kept"), Is.EqualTo("500500"));
    }

    // Damage: every process of the server is killed with a committed and an open transaction. The committed one must survive.
    [Test]
    public async Task Restart_AfterAKill_RecoversWhatWasCommitted(CancellationToken cancellationToken)
    {
        PostgresServer first = await StartAsync(Options, cancellationToken);
        await ExecuteAsync(first, "CREATE TABLE kept (n int)");
        await ExecuteAsync(first, "INSERT INTO kept SELECT generate_series(1, 1000)");
        await using var open = new NpgsqlConnection(first.ConnectionString + ";Pooling=false");
        await open.OpenAsync(cancellationToken);
        await new NpgsqlCommand("BEGIN; INSERT INTO kept VALUES (5000)", open).ExecuteNonQueryAsync(cancellationToken);
        _ = Libc.SendSignal(first.ProcessId!.Value, Libc.Kill);
        await first.DisposeAsync();
        Assert.That(File.Exists(LockFile), "a killed server leaves its lock");
        await using PostgresServer second = await StartAsync(Options, cancellationToken);
        Assert.That(await ScalarAsync(second, "SELECT sum(n)::text FROM kept"), Is.EqualTo("500500"));
    }

    [Test]
    public async Task Start_LockOfAProcessThatIsSomebodyElseNow_IsRemoved(CancellationToken cancellationToken)
    {
        await (await StartAsync(Options, cancellationToken)).DisposeAsync();
        await File.WriteAllTextAsync(LockFile, $"{Environment.ProcessId}\n{Path.GetDirectoryName(LockFile)}\n", cancellationToken);
        await using PostgresServer server = await StartAsync(Options, cancellationToken);
        Assert.That(await ScalarAsync(server, "SELECT 'up'"), Is.EqualTo("up"));
    }

    [Test]
    public async Task Start_DataInUse_IsRefusedAndTheOtherLivesOn(CancellationToken cancellationToken)
    {
        await using PostgresServer server = await StartAsync(Options, cancellationToken);
        Assert.That(async () => await StartAsync(Options, cancellationToken),
            Throws.InvalidOperationException.With.Message.Contains($"process id {server.ProcessId}"));
        Assert.That(await ScalarAsync(server, "SELECT 'up'"), Is.EqualTo("up"));
    }

    [TestCase("torghut-sandbox")]
    [TestCase("another")]
    public async Task Start_PortTakenByAnotherPostgres_FailsWithWhatPostgresSaid(string password, CancellationToken cancellationToken)
    {
        await using PostgresServer server = await StartAsync(Options, cancellationToken);
        int port = new NpgsqlConnectionStringBuilder(server.ConnectionString).Port;
        PostgresOptions other = Options with { DataDirectory = Path.Combine(_directory, "other"), Port = port, Password = password };
        Assert.That(async () => await StartAsync(other, cancellationToken), Throws.InvalidOperationException.With.Message.Contains("Address already in use"));
    }

    [Test]
    public async Task Start_LauncherThreadEnds_ServerStopsCleanly(CancellationToken cancellationToken)
    {
        PostgresServer server = await StartAsync(Options, cancellationToken);
        using Process process = Process.GetProcessById(server.ProcessId!.Value);
        server.EndLauncher();
        await process.WaitForExitAsync(cancellationToken);
        Assert.That(File.Exists(LockFile), Is.False, "it was the fast shutdown, not a kill");
        await server.DisposeAsync();
    }

    [Test]
    public async Task Start_ExternalDsn_UsesThatServerAndLeavesItAlone(CancellationToken cancellationToken)
    {
        await using PostgresServer own = await StartAsync(Options, cancellationToken);
        foreach (string dsn in (string[])[own.Uri.ToString(), own.ConnectionString])
        {
            PostgresServer external = await StartAsync(new PostgresOptions { ExternalDsn = dsn }, cancellationToken);
            Assert.That(external.ProcessId, Is.Null);
            Assert.That(await ScalarAsync(external, "SELECT current_database()"), Is.EqualTo("torghut"));
            await external.DisposeAsync();
        }

        Assert.That(await ScalarAsync(own, "SELECT 'up'"), Is.EqualTo("up"));
    }

    [Test]
    public void Start_ExternalDsnNobodyAnswers_TimesOut(CancellationToken cancellationToken)
    {
        var options = new PostgresOptions { ExternalDsn = "postgresql://a:b@127.0.0.1:1/c", StartTimeout = TimeSpan.FromMilliseconds(200) };
        Assert.That(async () => await StartAsync(options, cancellationToken), Throws.TypeOf<TimeoutException>().With.Message.Contains("127.0.0.1:1"));
    }

    private string LockFile => Path.Combine(_directory, "pg", "data", "postmaster.pid");

    private static Task<PostgresServer> StartAsync(PostgresOptions options, CancellationToken cancellationToken) =>
        PostgresServer.StartAsync(options, NullLoggerFactory.Instance, cancellationToken);

    private static async Task<string?> ScalarAsync(PostgresServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync();
    }

    private static async Task ExecuteAsync(PostgresServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
