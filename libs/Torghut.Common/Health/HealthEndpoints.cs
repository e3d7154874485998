using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Torghut.Common.Hosting;

namespace Torghut.Common.Health;

/// <summary>The probe endpoints that every service has.</summary>
public static class HealthEndpoints
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/healthz", RespondLiveness).DisableRateLimiting();
        endpoints.MapGet("/readyz", RespondReadiness).DisableRateLimiting();
    }

    private static Task RespondLiveness(HttpContext context)
    {
        var alive = context.RequestServices.GetService<ILiveness>()?.IsAlive ?? true;
        return WriteAsync(context, alive, new { Status = alive ? "ok" : "not ready for too long" });
    }

    private static Task RespondReadiness(HttpContext context)
    {
        var service = context.RequestServices.GetService<IReadiness>()?.Current ?? ReadinessReport.Of(null);
        var report = service.Without(context.RequestServices.GetService<LoopFaults>()?.Standing.Keys ?? []);
        return WriteAsync(context, report.Ready, new { report.Status, report.Ready, report.ErrorClass, report.Gates });
    }

    private static Task WriteAsync<T>(HttpContext context, bool ok, T body)
    {
        context.Response.StatusCode = ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(body, Json, context.RequestAborted);
    }
}
