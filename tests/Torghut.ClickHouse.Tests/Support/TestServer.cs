using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Sandbox.ClickHouse;

namespace Torghut.ClickHouse.Tests;

/// <summary>The one ClickHouse of this test run: the engine can be open once in a process.</summary>
[SetUpFixture]
public sealed class TestServer
{
    private static ClickHouseServer? _server;
    private static int _tables;
    private string _directory = "";

    public const string Password = "not-a-secret";

    public static ClickHouseClientSettings Settings => new()
    {
        Endpoint = _server!.BaseAddress,
        User = "torghut",
        Password = Password,
        Database = "torghut",
    };

    public static ClickHouseClient Client { get; private set; } = null!;

    /// <summary>A table name that no other test has.</summary>
    public static string NewTable() => $"t{Interlocked.Increment(ref _tables)}";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _directory = Directory.CreateTempSubdirectory("torghut-clickhouse-").FullName;
        var options = new ClickHouseOptions { DataDirectory = _directory, User = "torghut", Password = Password };
        _server = await ClickHouseServer.StartAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
        Client = ClickHouseClient.Create(Settings, TimeProvider.System);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        Client?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }
}
