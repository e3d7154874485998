using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Torghut.Ops.Integration.Tests;

/// <summary>Stands for the other three services: one address that answers what they would.</summary>
internal sealed class StubServices : IAsyncDisposable
{
    private readonly WebApplication _application;

    private StubServices(WebApplication application) => _application = application;

    public string Status { get; set; } = "";

    public Uri Address => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<StubServices> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        var stub = new StubServices(application);
        application.MapGet("/readyz", () => Results.Text("""{"status":"ready","ready":true,"error_class":null,"gates":{"kafka":true}}""", "application/json"));
        application.MapGet("/ws/symbols", () => Results.Text("""{"version":1,"symbols":["AAPL"],"shard_count":1}""", "application/json"));
        application.MapGet("/ta/status", () => Results.Text(
            """{"status":"ok","compute":{"partitions":[{"input_gap_records":0}]},"sink":{"gap_rows":{"ta_signals":0}}}""", "application/json"));
        application.MapGet("/trading/status", () => Results.Text(stub.Status, "application/json"));
        application.MapGet("/trading/health", () => Results.Text(
            """{"status":"ok","dependencies":{"postgres":{"ok":true,"fault":null},"alpaca":{"ok":true,"fault":null}}}""", "application/json"));
        await application.StartAsync();
        return stub;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}
