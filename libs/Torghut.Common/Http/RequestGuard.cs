using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Torghut.Common.Hosting;

namespace Torghut.Common.Http;

/// <summary>
/// Stands around every request of every service: the host that it names, the headers of its answer, and a problem as the body of every error, whoever
/// made it.
/// </summary>
public sealed class RequestGuard(RequestDelegate next, HttpOptions options, ILogger<RequestGuard> logger)
{
    private readonly AllowedHosts _hosts = new(options);

    public async Task InvokeAsync(HttpContext context)
    {
        AddHeaders(context.Response.Headers);
        if (!_hosts.Allows(context.Request.Host.Host))
        {
            await new Problem(StatusCodes.Status400BadRequest, "host_not_allowed", "TORGHUT_ALLOWED_HOSTS does not name this host.").WriteAsync(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await Problem.Of(bad.StatusCode).WriteAsync(context);
            return;
        }
        catch (Exception failure) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            HostLog.RequestFailed(logger, failure, context.Request.Method, context.Request.Path);
            await Problem.Of(StatusCodes.Status500InternalServerError).WriteAsync(context);
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentType: null, ContentLength: null })
        {
            await Problem.Of(context.Response.StatusCode).WriteAsync(context);
        }
    }

    /// <summary>Nothing here is to be shown in another page nor kept, and nothing in it may run; the snapshot's page carries its own style.</summary>
    private static void AddHeaders(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
    }
}
