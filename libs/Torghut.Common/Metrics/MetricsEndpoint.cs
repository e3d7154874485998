using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Prometheus;

namespace Torghut.Common.Metrics;

/// <summary>Serves the host's registry: Prometheus text, or OpenMetrics (with exemplars) to whoever accepts <c>application/openmetrics-text</c>.</summary>
public static class MetricsEndpoint
{
    /// <param name="endpoints">Where the route is added.</param>
    /// <param name="pattern">The route; only GET is answered.</param>
    public static void Map(IEndpointRouteBuilder endpoints, string pattern = "/metrics")
    {
        var registry = endpoints.ServiceProvider.GetRequiredService<CollectorRegistry>();
        endpoints.MapMetrics(settings => settings.Registry = registry, pattern).WithMetadata(new HttpMethodMetadata([HttpMethods.Get])).DisableRateLimiting();
    }
}
