using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Confluent.SchemaRegistry;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Schemas;

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
        Source = NewSource();
        Confluent = new CachedSchemaRegistryClient(new SchemaRegistryConfig { Url = Address.ToString() });
    }

    public string Folder { get; }

    public Uri Address => _server.BaseAddress;

    /// <summary>The suite's own source of schemas, with what it was told so far.</summary>
    public SchemaRegistrySource Source { get; }

    /// <summary>Confluent's client, with what it was told so far.</summary>
    public CachedSchemaRegistryClient Confluent { get; }

    /// <summary>A source that has not been told anything yet.</summary>
    public SchemaRegistrySource NewSource() => new(new SchemaRegistrySettings { Url = Address }, TimeProvider.System);

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
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/vnd.schemaregistry.v1+json"));
        }

        using var response = await _http.SendAsync(request);
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/vnd.schemaregistry.v1+json"), $"{method} {path}");
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, document.RootElement.Clone());
    }

    public Task<(int Status, JsonElement Body)> RegisterAsync(string subject, string schema) =>
        SendAsync("POST", $"subjects/{subject}/versions", JsonSerializer.Serialize(new { schema }));

    public async ValueTask DisposeAsync()
    {
        Source.Dispose();
        Confluent.Dispose();
        await _server.DisposeAsync();
        _http.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    public static Task<RegistryServer> StartAsync(string folder) =>
        RegistryServer.StartAsync(new RegistryOptions { DataDirectory = folder }, NullLoggerFactory.Instance, CancellationToken.None);
}
