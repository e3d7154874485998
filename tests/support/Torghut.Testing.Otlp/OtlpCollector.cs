using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Torghut.Testing.Otlp;

/// <summary>A collector on this machine that keeps every span it gets, by <c>http/protobuf</c> or by <c>grpc</c>.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    /// <summary>A gRPC message begins with a flag and its length.</summary>
    private const int GrpcPrefix = 5;

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<CollectedSpan> _spans = new();
    private readonly CancellationTokenSource _stopping = new();
    private int _requests;

    private OtlpCollector(WebApplication app) => _app = app;

    /// <summary>For <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    public Uri Endpoint => new(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    public IReadOnlyCollection<CollectedSpan> Spans => _spans;

    /// <summary>Exports that arrived, answered or not.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Leaves every export without an answer.</summary>
    public bool Hangs { get; set; }

    public static async Task<OtlpCollector> StartAsync(bool grpc = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var app = builder.Build();
        var collector = new OtlpCollector(app);
        app.Run(grpc ? collector.TakeGrpcAsync : collector.TakeHttpAsync);
        await app.StartAsync();
        return collector;
    }

    /// <summary>Spans of one trace, by their beginning.</summary>
    public IReadOnlyList<CollectedSpan> Trace(string traceId) => [.. _spans.Where(span => span.TraceId == traceId).OrderBy(span => span.Start)];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task TakeHttpAsync(HttpContext context)
    {
        if (context.Request.Path != "/v1/traces")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await TakeAsync(context, prefix: 0);
        context.Response.ContentType = "application/x-protobuf";
    }

    private async Task TakeGrpcAsync(HttpContext context)
    {
        await TakeAsync(context, GrpcPrefix);
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[GrpcPrefix], context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private async Task TakeAsync(HttpContext context, int prefix)
    {
        Interlocked.Increment(ref _requests);
        if (Hangs)
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, context.RequestAborted);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ending.Token);
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        foreach (var span in OtlpReader.Read(body.ToArray()[prefix..]))
        {
            _spans.Enqueue(span);
        }
    }
}
