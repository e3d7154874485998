using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Torghut.Ws.Integration.Tests.Sandbox;

/// <summary>An HTTP service whose one answer a test changes while it runs.</summary>
internal sealed class SwitchableServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private (int Status, string Body) _response;

    private SwitchableServer(WebApplication app, int status, string body)
    {
        _app = app;
        _response = (status, body);
    }

    public string Address => _app.Urls.Single();

    public static async Task<SwitchableServer> StartAsync(int status, string body)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new SwitchableServer(app, status, body);
        app.Run(context =>
        {
            (context.Response.StatusCode, var text) = server._response;
            return context.Response.WriteAsync(text);
        });
        await app.StartAsync();
        return server;
    }

    public void Respond(int status, string body) => _response = (status, body);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
