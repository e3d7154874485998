using Microsoft.Extensions.Logging.Abstractions;
using Torghut.ClickHouse;
using Torghut.Sandbox.ClickHouse;

namespace Torghut.Ta.Tests.Sink.Schema;

/// <summary>A ClickHouse for the tests of this folder: the engine can be open once in a process.</summary>
[SetUpFixture]
public sealed class SchemaServer
{
    private ClickHouseServer? _server;
    private string _directory = "";

    internal static ClickHouseClient Client { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _directory = Directory.CreateTempSubdirectory("torghut-ta-schema-").FullName;
        _server = await ClickHouseServer.StartAsync(new ClickHouseOptions { DataDirectory = _directory, Databases = [] }, NullLoggerFactory.Instance,
            CancellationToken.None);
        Client = ClickHouseClient.Create(new ClickHouseClientSettings { Endpoint = _server.BaseAddress }, TimeProvider.System);
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
