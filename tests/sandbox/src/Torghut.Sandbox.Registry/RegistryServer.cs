using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Registry.Api;
using Torghut.Sandbox.Registry.Store;

namespace Torghut.Sandbox.Registry;

/// <summary>A schema registry with the Confluent REST API, for Avro, kept in one file.</summary>
public sealed class RegistryServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly SchemaStore _store;
    private readonly ILogger _logger;

    private RegistryServer(WebApplication application, SchemaStore store, ILogger logger, Uri address)
    {
        _application = application;
        _store = store;
        _logger = logger;
        BaseAddress = address;
    }

    /// <summary>Where it listens, for example http://127.0.0.1:8081/.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Opens the data folder and starts to listen.</summary>
    /// <exception cref="IOException">The port is taken, or another registry has the folder open.</exception>
    /// <exception cref="InvalidDataException">The registry's file is damaged; the message names it.</exception>
    public static async Task<RegistryServer> StartAsync(RegistryOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger<RegistryServer>();
        var store = SchemaStore.Open(options.DataDirectory);
        WebApplication? application = null;
        try
        {
            application = Build(options, store, loggers, logger);
            await application.StartAsync(cancellationToken);
            var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            var server = new RegistryServer(application, store, logger, new Uri(address));
            Log.Started(logger, server.BaseAddress, options.DataDirectory);
            return server;
        }
        catch
        {
            if (application is not null)
            {
                await application.DisposeAsync();
            }

            store.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening. What was answered is in the file already.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _store.Dispose();
        Log.Stopped(_logger);
    }

    private static WebApplication Build(RegistryOptions options, SchemaStore store, ILoggerFactory loggers, ILogger logger)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Parse(options.Host), options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        });
        var application = builder.Build();
        application.Use((context, next) => ErrorResponses.InvokeAsync(context, next, logger));
        application.MapGet("/", () => RegistryResponse.Of(new { }));
        application.MapSubjects(store);
        application.MapSchemas(store);
        application.MapCompatibility(store);
        application.MapConfig(store);
        application.MapModes(store);
        application.MapFallback(Task (HttpContext _) => throw new RegistryException(StatusCodes.Status404NotFound, "HTTP 404 Not Found"));
        return application;
    }
}
