using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Torghut.Ops.Http;
using Torghut.Ops.Observability;

namespace Torghut.Ops.TechnicalAnalysis.Live;

/// <summary>An answer that goes on until its client is gone, or is cut.</summary>
internal sealed class LiveStreamResult(IReadOnlySet<string> symbols, LivePosition? position) : IResult
{
    public const string ContentType = "text/event-stream";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var (options, metrics) = (services.GetRequiredService<LiveOptions>(), services.GetRequiredService<LiveMetrics>());
        var time = services.GetRequiredService<TimeProvider>();
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        Prepare(httpContext);
        var writer = new EventWriter(httpContext.Response.BodyWriter, options.WriteTimeout, time);
        var session = new LiveSession(
            writer, symbols, position, services.GetRequiredService<LiveBuffer>(), services.GetRequiredService<LiveCatchUp>(), metrics, time);
        try
        {
            await session.RunAsync(ending.Token);
        }
        catch (OperationCanceledException)
        {
            // The client is gone, or the service stops; either is how a stream ends.
        }
        catch (SlowClientException)
        {
            metrics.Cut(LiveMetrics.Slow);
            httpContext.Abort();
        }
        catch (Exception failure) when (StoreFailure.Of(failure) is not null)
        {
            // The answer has begun; the client comes again and is told in its head.
            var seen = StoreFailure.Of(failure)!;
            metrics.Failed(seen.Store);
            OpsLog.StoreAway(services.GetRequiredService<ILogger<LiveStreamResult>>(), httpContext.Request.Path, seen.Store, failure.Message);
            httpContext.Abort();
        }
    }

    private static void Prepare(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";

        // A proxy that collects an answer before it passes it on would hold events back.
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        // A stream is slow by nature; how long a client may take nothing is OPS_TA_STREAM_WRITE_SECONDS.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }
}
