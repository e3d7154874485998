using Torghut.Ops.Observability;

namespace Torghut.Ops.Http;

/// <summary>Says of a route who may call it, and holds it to that. Every route of this service has it (tested).</summary>
internal static class RouteAccess
{
    /// <param name="refused">Is told of a request that may not pass.</param>
    public static RouteHandlerBuilder For(this RouteHandlerBuilder route, Role role, Action<IServiceProvider>? refused = null) =>
        route.WithMetadata(new RequiredRole(role)).AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (http.RequestServices.GetRequiredService<RoleTokens>().Refuse(http.Request, role) is not { } problem)
            {
                return await next(context);
            }

            refused?.Invoke(http.RequestServices);
            if (role > Role.Viewer)
            {
                var logger = http.RequestServices.GetRequiredService<ILogger<RoleTokens>>();
                OpsLog.ChangeRefused(logger, http.Request.Path, http.Connection.RemoteIpAddress?.ToString() ?? "unknown", problem.Type);
            }

            return Problems.Of(problem.Status, problem.Type, problem.Detail);
        });
}
