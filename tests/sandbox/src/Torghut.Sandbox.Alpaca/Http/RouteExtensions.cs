using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Torghut.Sandbox.Alpaca.Http;

/// <summary>Routes of handlers that write their own answer.</summary>
internal static class RouteExtensions
{
    /// <summary>Maps a handler that writes its own answer.</summary>
    public static void On(this IEndpointRouteBuilder routes, string method, string pattern, Func<HttpContext, Task> handler) =>
        routes.MapMethods(pattern, [method], new RequestDelegate(handler));
}
