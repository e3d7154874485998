using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace Torghut.Sandbox.Llm.Tests;

/// <summary>A provider of its own for one test, with what talks to it.</summary>
internal sealed class RunningProvider : IAsyncDisposable
{
    public const string Key = "key-of-the-test";

    public const string Decision = """{"subject":"0123456789abcdef:AAPL:buy","decision":{"symbol":"AAPL","side":"buy","qty":"50"}}""";

    private readonly HttpClient _http = new();

    private RunningProvider(LlmProvider server)
    {
        Server = server;
        _http.BaseAddress = server.BaseAddress;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    public LlmProvider Server { get; }

    public static async Task<RunningProvider> StartAsync() => new(await LlmProvider.StartAsync(
        new LlmProviderOptions { ApiKey = Key, SlowTime = TimeSpan.FromMilliseconds(300) }, NullLoggerFactory.Instance, CancellationToken.None));

    /// <summary>Asks about a decision.</summary>
    public async Task<(int Status, JsonElement Body)> AskAsync(string model = "sandbox-chat", Dictionary<string, object>? more = null, string user = Decision)
    {
        var body = new Dictionary<string, object>(more ?? [])
        {
            ["model"] = model,
            ["messages"] = new[] { new { role = "system", content = "Review." }, new { role = "user", content = user } },
        };
        return await SendAsync(HttpMethod.Post, "/v1/chat/completions", body);
    }

    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
