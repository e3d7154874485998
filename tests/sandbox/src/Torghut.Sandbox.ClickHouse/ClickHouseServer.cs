using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Torghut.Sandbox.ClickHouse.Engine;
using Torghut.Sandbox.ClickHouse.Faults;
using Torghut.Sandbox.ClickHouse.Http;
using Torghut.Sandbox.ClickHouse.Sessions;

namespace Torghut.Sandbox.ClickHouse;

/// <summary>The ClickHouse engine behind ClickHouse's HTTP interface. One at a time in a process.</summary>
public sealed class ClickHouseServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ClickHouseEngine _engine;
    private readonly SessionStore _sessions;
    private readonly ILogger _logger;

    private ClickHouseServer(WebApplication application, ClickHouseEngine engine, SessionStore sessions, ILogger logger, Uri address)
    {
        _application = application;
        _engine = engine;
        _sessions = sessions;
        _logger = logger;
        BaseAddress = address;
    }

    /// <summary>Where it listens, for example http://127.0.0.1:8123/.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Version of the ClickHouse engine.</summary>
    public string Version => _engine.Version;

    /// <summary>Opens the data folder and starts to listen.</summary>
    /// <exception cref="FileNotFoundException">The engine's library is missing; the message says what to run.</exception>
    /// <exception cref="InvalidOperationException">An engine is already open in this process, or the folder cannot be opened.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<ClickHouseServer> StartAsync(ClickHouseOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ILogger logger = loggers.CreateLogger<ClickHouseServer>();
        ClickHouseEngine engine = ClickHouseEngine.Open(options);
        WebApplication? application = null;
        var sessions = new SessionStore(engine, TimeProvider.System);
        try
        {
            application = Build(options, engine, sessions, loggers, logger);
            await application.StartAsync(cancellationToken);
            string address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            var server = new ClickHouseServer(application, engine, sessions, logger, new Uri(address));
            Log.Started(logger, engine.Version, server.BaseAddress, options.DataDirectory);
            return server;
        }
        catch
        {
            if (application is not null)
            {
                await application.DisposeAsync();
            }

            engine.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening, lets running queries end and writes everything out.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _sessions.Dispose();
        _engine.Dispose();
        Log.Stopped(_logger);
    }

    private static WebApplication Build(ClickHouseOptions options, ClickHouseEngine engine, SessionStore sessions, ILoggerFactory loggers, ILogger logger)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Parse(options.Host), options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            // Statements may stand in the address, as long as ClickHouse's own limit of 1 MiB.
            kestrel.Limits.MaxRequestLineSize = 1 << 20;
            kestrel.Limits.MaxRequestBufferSize = 2 << 20;
        });
        WebApplication application = builder.Build();
        var panel = new FaultPanel();
        var queries = new QueryEndpoint(options, engine, sessions, panel, TimeProvider.System, logger);
        application.MapMethods("/", ["GET", "POST", "HEAD"], queries.HandleAsync);
        application.MapMethods("/ping", ["GET", "HEAD"], (HttpContext context) => Ok(context, panel));
        application.MapMethods("/replicas_status", ["GET", "HEAD"], (HttpContext context) => Ok(context, panel));
        application.MapFaults(panel);
        application.MapFallback(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return context.Response.WriteAsync($"There is no handle {context.Request.Path}\nUse / or /ping for health checks.\n");
        });
        return application;
    }

    private static Task Ok(HttpContext context, FaultPanel panel)
    {
        if (!panel.State.Refuse)
        {
            return context.Response.WriteAsync("Ok.\n");
        }

        context.Abort();
        return Task.CompletedTask;
    }
}
