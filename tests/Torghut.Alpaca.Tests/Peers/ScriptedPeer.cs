using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Torghut.Alpaca.Tests.Peers;

/// <summary>An HTTP server on a free local port that answers every request with one delegate and remembers what was asked.</summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedPeer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public Uri SocketAddress => new UriBuilder(Address) { Scheme = "ws" }.Uri;

    public ConcurrentQueue<PeerRequest> Requests { get; } = new();

    public static async Task<ScriptedPeer> StartAsync(Func<HttpContext, Task> response)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var peer = new ScriptedPeer(app);
        app.UseWebSockets();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = context.WebSockets.IsWebSocketRequest ? "" : await reader.ReadToEndAsync();
            peer.Requests.Enqueue(new PeerRequest(
                context.Request.Method,
                context.Request.Path.Value + context.Request.QueryString.Value,
                body,
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            await response(context);
        });
        await app.StartAsync();
        return peer;
    }

    /// <summary>A peer that always answers the same.</summary>
    public static Task<ScriptedPeer> StartAsync(int status, string body) => StartAsync(context => RespondAsync(context, status, body));

    public static Task RespondAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return status == StatusCodes.Status204NoContent ? Task.CompletedTask : context.Response.WriteAsync(body);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

/// <summary>What a peer was asked.</summary>
internal sealed record PeerRequest(string Method, string Path, string Body, IReadOnlyDictionary<string, string> Headers);
