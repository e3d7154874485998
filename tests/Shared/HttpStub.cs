using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Torghut.Testing;

/// <summary>A server on this machine, every request of which one function answers.</summary>
internal sealed class HttpStub : IAsyncDisposable
{
    private readonly WebApplication _server;

    private HttpStub(WebApplication server) => (_server, Address) = (server, new Uri(server.Urls.Single()));

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    public static async Task<HttpStub> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Run(answer);
        await server.StartAsync();
        return new HttpStub(server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
