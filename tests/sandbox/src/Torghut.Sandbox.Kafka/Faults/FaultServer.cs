using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Torghut.Sandbox.Kafka.Faults;

/// <summary>
/// The fault panel over HTTP: GET, PUT and DELETE <c>/_faults</c>; POST <c>/_faults/drop-connections</c>, <c>/_faults/kill-coordinator?ms=N</c>,
/// <c>/_faults/away?ms=N&amp;kind=Refused|Silent</c> and <c>/_faults/stall-fetches?client=ID</c>.
/// </summary>
internal sealed class FaultServer : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly WebApplication _application;

    private FaultServer(WebApplication application) => _application = application;

    public Uri Address => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<FaultServer> StartAsync(string host, int port, FaultPanel panel, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(host), port));
        var application = builder.Build();
        Map(application, panel);
        await application.StartAsync(cancellationToken).ConfigureAwait(false);
        return new FaultServer(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static void Map(WebApplication application, FaultPanel panel)
    {
        application.MapGet("/_faults", () => Show(panel));
        application.MapPut("/_faults", async (HttpRequest request) =>
        {
            try
            {
                panel.Set(await JsonSerializer.DeserializeAsync<FaultState>(request.Body, Json, request.HttpContext.RequestAborted).ConfigureAwait(false)
                    ?? new FaultState());
                return Show(panel);
            }
            catch (JsonException e)
            {
                return Results.Json(new { error = e.Message }, statusCode: StatusCodes.Status400BadRequest);
            }
        });
        application.MapDelete("/_faults", () =>
        {
            panel.Clear();
            return Show(panel);
        });
        application.MapPost("/_faults/drop-connections", () =>
        {
            panel.DropConnections();
            return Results.NoContent();
        });
        application.MapPost("/_faults/away", (int ms, AwayKind kind) =>
        {
            panel.GoAway(TimeSpan.FromMilliseconds(ms), kind);
            return Results.NoContent();
        });
        application.MapPost("/_faults/stall-fetches", (string client) =>
        {
            panel.StallFetches(client);
            return Results.NoContent();
        });
        application.MapPost("/_faults/kill-coordinator", (int ms) =>
        {
            panel.KillCoordinator(TimeSpan.FromMilliseconds(ms));
            return Results.NoContent();
        });
    }

    private static IResult Show(FaultPanel panel) => Results.Json(panel.State, Json);

    /// <summary>The broker's owner decides when it stops, not the console's signals.</summary>
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
