using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Torghut.Testing;

namespace Torghut.Ops.Integration.Tests;

/// <summary>The built service as a process of its own.</summary>
internal sealed class RunningOps : IAsyncDisposable
{
    public const string Token = "operator-token-of-the-test";
    private readonly HttpClient _http;

    private RunningOps(ServiceProcess process, Uri address)
    {
        Process = process;
        _http = new HttpClient { BaseAddress = address };
    }

    public ServiceProcess Process { get; }

    public Uri Address => _http.BaseAddress!;

    public static async Task<RunningOps> StartAsync(IReadOnlyDictionary<string, string> environment)
    {
        var port = ServiceProcess.FreePort();
        var keys =
            new Dictionary<string, string>(environment) { ["TORGHUT_BIND_ADDRESS"] = "127.0.0.1", ["OPS_PORT"] = $"{port}", ["TORGHUT_OPS_TOKEN"] = Token };
        var ops = new RunningOps(ServiceProcess.Start("torghut-ops", keys), new Uri($"http://127.0.0.1:{port}"));
        await Eventually.HoldsAsync(ops.RespondsAsync, "torghut-ops listens");
        return ops;
    }

    public async Task<(int Status, string Body, string? ContentType)> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType);
    }

    public async Task<JsonElement> SnapshotAsync()
    {
        using var json = JsonDocument.Parse((await GetAsync("/api/snapshot")).Body);
        return json.RootElement.Clone();
    }

    /// <summary>A request without a body.</summary>
    public async Task<(int Status, string Body, string? ContentType)> SendAsync(string method, string path, string? token)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType);
    }

    public async Task<(int Status, string Body, string? ContentType)> PostAsync(string path, string body, string? token = Token)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Process.DisposeAsync();
    }

    private async Task<bool> RespondsAsync()
    {
        if (Process.HasExited)
        {
            Assert.Fail($"torghut-ops ended at once:\n{Process.Output}");
        }

        try
        {
            return (await GetAsync("/healthz")).Status == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
