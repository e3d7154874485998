using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Torghut.Common.Schemas;

namespace Torghut.Common.Tests.Schemas;

/// <summary>An HTTP server that answers every request as a test says.</summary>
internal sealed class StubRegistryServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private int _requests;

    private StubRegistryServer(WebApplication application) => _application = application;

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>What was asked for last, with its Authorization header.</summary>
    public (string Path, string? Authorization) Last { get; private set; }

    public Uri Address => new(_application.Urls.First());

    /// <param name="response">Gets the request's number, which counts from 1.</param>
    public static async Task<StubRegistryServer> StartAsync(Func<int, HttpContext, Task> response)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        var server = new StubRegistryServer(application);
        application.Run(context =>
        {
            server.Last = ($"{context.Request.Method} {context.Request.Path}", context.Request.Headers.Authorization);
            return response(Interlocked.Increment(ref server._requests), context);
        });
        await application.StartAsync();
        return server;
    }

    public static Task<StubRegistryServer> StartAsync(int status, string body) => StartAsync((_, context) => WriteAsync(context, status, body));

    public static Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/vnd.schemaregistry.v1+json";
        return context.Response.WriteAsync(body);
    }

    public SchemaRegistrySource Source() => Source(new SchemaRegistrySettings { Url = Address });

    public SchemaRegistrySource Source(SchemaRegistrySettings settings) => new(settings with { UseProxy = false }, TimeProvider.System);

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
