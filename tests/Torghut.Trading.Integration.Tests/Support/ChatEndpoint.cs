using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Torghut.Testing;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>An OpenAI-compatible endpoint on this machine that says one verdict of whatever it is asked, and gives back the key that it was sent.</summary>
internal sealed class ChatEndpoint : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private readonly ConcurrentQueue<string> _requests = new();
    private int _asked;

    private ChatEndpoint(string verdict)
    {
        Address = new Uri($"http://127.0.0.1:{ServiceProcess.FreePort()}/v1");
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _serving = Task.Run(() => ServeAsync(verdict));
    }

    public Uri Address { get; }

    /// <summary>What it was asked, as it came.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public int Asked => Volatile.Read(ref _asked);

    public static ChatEndpoint Start(string verdict) => new(verdict);

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync(string verdict)
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                Interlocked.Increment(ref _asked);
                await RespondAsync(context, verdict);
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException or IOException)
            {
                if (!_listener.IsListening)
                {
                    return;
                }
            }
        }
    }

    private async Task RespondAsync(HttpListenerContext context, string verdict)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync();
        _requests.Enqueue(body);
        using var request = JsonDocument.Parse(body);
        using var told = JsonDocument.Parse(request.RootElement.GetProperty("messages")[1].GetProperty("content").GetString()!);
        var answer = JsonSerializer.Serialize(new
        {
            subject = told.RootElement.GetProperty("subject").GetString(),
            verdict,
            confidence = 0.9,
            rationale = "you sent " + context.Request.Headers["Authorization"],
            risk_flags = Array.Empty<string>(),
        });
        var completion = JsonSerializer.SerializeToUtf8Bytes(new
        {
            model = "m-1",
            choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content = answer } } },
            usage = new { prompt_tokens = 700, completion_tokens = 60 },
        });
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(completion);
        context.Response.Close();
    }
}
