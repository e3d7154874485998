using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Torghut.Testing;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>An OpenAI-compatible endpoint on this machine that says one verdict of whatever it is asked, and gives back the key that it was sent.</summary>
internal sealed class ChatEndpoint(string verdict) : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _requests = new();
    private HttpStub? _server;

    public Uri Address => new(_server!.Address, "/v1");

    /// <summary>What it was asked, as it came.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public int Asked => _requests.Count;

    public static async Task<ChatEndpoint> StartAsync(string verdict)
    {
        var endpoint = new ChatEndpoint(verdict);
        endpoint._server = await HttpStub.StartAsync(endpoint.AnswerAsync);
        return endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        _requests.Enqueue(body);
        using var request = JsonDocument.Parse(body);
        using var told = JsonDocument.Parse(request.RootElement.GetProperty("messages")[1].GetProperty("content").GetString()!);
        var answer = JsonSerializer.Serialize(new
        {
            subject = told.RootElement.GetProperty("subject").GetString(),
            verdict,
            confidence = 0.9,
            rationale = "you sent " + context.Request.Headers.Authorization,
            risk_flags = Array.Empty<string>(),
        });
        var completion = JsonSerializer.SerializeToUtf8Bytes(new
        {
            model = "m-1",
            choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content = answer } } },
            usage = new { prompt_tokens = 700, completion_tokens = 60 },
        });
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(completion);
    }
}
