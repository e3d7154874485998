using System.Net.Http.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.ClickHouse;
using Torghut.Sandbox.ClickHouse;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests.Support;

/// <summary>A ClickHouse of its own on a port that stays the same while it is stopped and started.</summary>
internal sealed class StoreServer(string folder) : IAsyncDisposable
{
    private readonly int _port = ServiceProcess.FreePort();
    private readonly HttpClient _http = new();
    private ClickHouseServer? _server;

    public Uri Address => new($"http://127.0.0.1:{_port}/");

    public async Task StartAsync() => _server = await ClickHouseServer.StartAsync(
        new ClickHouseOptions { DataDirectory = Path.Combine(folder, "clickhouse"), Port = _port }, NullLoggerFactory.Instance, CancellationToken.None);

    public async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _server = null;
    }

    /// <param name="faults">The fault panel's settings; an empty object ends all.</param>
    public async Task SetFaultsAsync(object faults)
    {
        using var response = await _http.PutAsJsonAsync(new Uri(Address, "_faults"), faults);
        response.EnsureSuccessStatusCode();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        using var client = ClickHouseClient.Create(new ClickHouseClientSettings { Endpoint = Address }, TimeProvider.System);
        return (T)Convert.ChangeType((await client.ExecuteScalarAsync(sql))!, typeof(T), System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _http.Dispose();
    }
}
