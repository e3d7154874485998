using Torghut.Ops.Observability;

namespace Torghut.Ops.Http;

/// <summary>
/// Routes that read stores for whoever may look. Their query is checked before the handler sees it; a bad one is a 400 that names the parameter, a store that
/// does not answer a 503 that names the store.
/// </summary>
internal static class ReadRoutes
{
    /// <summary>Maps a route with all the parameters that its query may have.</summary>
    /// <param name="summary">One line for the OpenAPI document.</param>
    public static RouteHandlerBuilder MapRead(
        this IEndpointRouteBuilder endpoints, string pattern, Delegate handler, string summary, params QueryParameter[] parameters) =>
        endpoints.MapRead(Role.Viewer, pattern, handler, summary, parameters);

    /// <inheritdoc cref="MapRead(IEndpointRouteBuilder, string, Delegate, string, QueryParameter[])"/>
    public static RouteHandlerBuilder MapRead(
        this IEndpointRouteBuilder endpoints, Role role, string pattern, Delegate handler, string summary, params QueryParameter[] parameters) =>
        endpoints.MapGet(pattern, handler).For(role).WithMetadata(new QueryShape(parameters)).WithSummary(summary)
            .AddEndpointFilter((context, next) => AnswerAsync(context, next, pattern, parameters))
            .Produces(StatusCodes.Status200OK, contentType: "application/json").ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async ValueTask<object?> AnswerAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next, string route, IReadOnlyList<QueryParameter> parameters)
    {
        var http = context.HttpContext;
        var services = http.RequestServices;
        var metrics = services.GetRequiredService<ReadMetrics>();
        var time = services.GetRequiredService<TimeProvider>();
        var began = time.GetTimestamp();
        try
        {
            new QueryReader(http.Request).Check(parameters);
            var result = await next(context);
            metrics.Answered(route, ReadMetrics.Ok, time.GetElapsedTime(began));
            return result;
        }
        catch (BadQueryException bad)
        {
            metrics.Answered(route, ReadMetrics.BadQuery, time.GetElapsedTime(began));
            return Problems.Of(
                StatusCodes.Status400BadRequest, "Bad query", $"{bad.Message}.", new Dictionary<string, object?> { ["parameter"] = bad.Parameter });
        }
        catch (Exception failure) when (StoreFailure.Of(failure) is not null && !http.RequestAborted.IsCancellationRequested)
        {
            var seen = StoreFailure.Of(failure)!;
            metrics.Answered(route, ReadMetrics.StoreAway, time.GetElapsedTime(began));
            OpsLog.StoreAway(services.GetRequiredService<ILogger<ReadMetrics>>(), route, seen.Store, failure.Message);
            return seen.ToProblem();
        }
    }
}
