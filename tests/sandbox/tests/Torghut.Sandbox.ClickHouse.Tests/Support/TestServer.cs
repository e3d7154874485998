using Microsoft.Extensions.Logging.Abstractions;

namespace Torghut.Sandbox.ClickHouse.Tests;

/// <summary>The one ClickHouse of this test run, which tests may restart: the engine can be open once in a process.</summary>
[SetUpFixture]
public sealed class TestServer
{
    private static ClickHouseServer? _server;
    private static string _directory = "";

    public const string User = "torghut";
    public const string Password = "not-a-secret";

    public static Uri Address => _server!.BaseAddress;

    public static HttpClient Http => AuthorisedHttp.Client;

    /// <summary>Posts a statement as the right user.</summary>
    public static Task<HttpResponseMessage> PostAsync(string sql, string query = "") => PostAsync(new StringContent(sql), query);

    public static Task<HttpResponseMessage> PostAsync(HttpContent content, string query = "") => Http.PostAsync(new Uri(Address, "/?" + query), content);

    /// <summary>Posts a statement that has to succeed and returns its answer.</summary>
    public static async Task<string> QueryAsync(string sql, string query = "")
    {
        using HttpResponseMessage response = await PostAsync(sql, query);
        string text = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, text);
        return text.TrimEnd('\n');
    }

    public static async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    [OneTimeSetUp]
    public async Task SetUpAsync()
    {
        _directory = Directory.CreateTempSubdirectory("torghut-sandbox-clickhouse-").FullName;
        await StartAsync();
    }

    [OneTimeTearDown]
    public async Task TearDownAsync()
    {
        await StopAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static async Task StartAsync()
    {
        var options =
            new ClickHouseOptions { DataDirectory = _directory, User = User, Password = Password, MaxResultBytes = 8 << 20, MaxQueryBytes = 256 * 1024 };
        _server = await ClickHouseServer.StartAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
    }

    private static async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _server = null;
    }
}
