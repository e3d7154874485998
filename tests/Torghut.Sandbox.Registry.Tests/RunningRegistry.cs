using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Avro.Registry;

namespace Torghut.Sandbox.Registry.Tests;

/// <summary>A registry of its own for one test, with what talks to it.</summary>
internal sealed class RunningRegistry : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private RegistryServer _server;

    private RunningRegistry(RegistryServer server, string folder)
    {
        _server = server;
        Folder = folder;
    }

    public string Folder { get; }

    public Uri Address => _server.BaseAddress;

    public SchemaRegistryClient Client => new(_http, new SchemaRegistryConfig { Url = Address });

    public static async Task<RunningRegistry> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("torghut-registry-").FullName;
        return new RunningRegistry(await StartAsync(folder), folder);
    }

    /// <summary>Stops the server and starts another on the same folder.</summary>
    public async Task RestartAsync()
    {
        await _server.DisposeAsync();
        _server = await StartAsync(Folder);
    }

    /// <summary>Sends a request and answers status and body.</summary>
    public async Task<(int Status, JsonElement Body)> SendAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address, path));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/vnd.schemaregistry.v1+json"));
        using var response = await _http.SendAsync(request);
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/vnd.schemaregistry.v1+json"), $"{method} {path}");
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, document.RootElement.Clone());
    }

    public Task<(int Status, JsonElement Body)> RegisterAsync(string subject, string schema) =>
        SendAsync("POST", $"subjects/{subject}/versions", JsonSerializer.Serialize(new { schema }));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    public static Task<RegistryServer> StartAsync(string folder) =>
        RegistryServer.StartAsync(new RegistryOptions { DataDirectory = folder }, NullLoggerFactory.Instance, CancellationToken.None);
}
