using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Torghut.Common.Metrics;

/// <summary>Serves <c>GET /metrics</c>.</summary>
public static class MetricsEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/metrics", static (HttpContext context, PrometheusExporter exporter) =>
        {
            context.Response.ContentType = PrometheusText.ContentType;
            return context.Response.WriteAsync(exporter.Render(), context.RequestAborted);
        });
}
