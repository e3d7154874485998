using System.Reflection;
using Npgsql;
using Torghut.Common.Metrics;
using Torghut.Trading.Account;
using Torghut.Trading.Advisory;
using Torghut.Trading.Json;
using Torghut.Trading.Observability;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Api;

/// <summary>Endpoints that change nothing.</summary>
internal static class ReadEndpoints
{
    private static readonly TimeSpan ReviewWindow = TimeSpan.FromDays(1);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/", () => ApiResponse.Ok(About()));
        endpoints.MapGet("/openapi.json", () => Results.Text(OpenApiDocument.Text, "application/json"));
        endpoints.MapGet("/db-check", async (HealthReport health, CancellationToken cancellationToken) =>
            await health.DatabaseAsync(cancellationToken) is { } fault
                ? ApiResponse.Problem(StatusCodes.Status503ServiceUnavailable, "database_not_usable", fault)
                : ApiResponse.Ok(new JsonMap { ["status"] = "ok" }));
        // Made from memory, and what a person looks at while others ask too much.
        endpoints.MapGet("/trading/status", (StatusReport status) => ApiResponse.Ok(status.Make())).DisableRateLimiting();
        MetricsEndpoint.Map(endpoints, "/trading/metrics");
        endpoints.MapGet("/trading/health", async (HealthReport health, CancellationToken cancellationToken) =>
        {
            var (healthy, dependencies) = await health.MakeAsync(cancellationToken);
            return healthy
                ? ApiResponse.Ok(new JsonMap { ["status"] = "ok", ["dependencies"] = dependencies })
                : ApiResponse.Problem(StatusCodes.Status503ServiceUnavailable, "degraded", "A dependency cannot be used.",
                new JsonMap { ["dependencies"] = dependencies });
        });
        endpoints.MapGet("/trading/decisions",
            (HttpRequest request, ReadQueries queries, SwitchOptions switches, ILogger<ReadQueries> logger, CancellationToken cancellationToken) =>
            PageAsync(request, switches, "decisions", queries.DecisionsAsync, logger, cancellationToken));
        endpoints.MapGet("/trading/executions",
            (HttpRequest request, ReadQueries queries, SwitchOptions switches, ILogger<ReadQueries> logger, CancellationToken cancellationToken) =>
            PageAsync(request, switches, "executions", queries.ExecutionsAsync, logger, cancellationToken));
        endpoints.MapGet("/trading/autonomy",
            (HttpRequest request, AutonomyReport report, ILogger<AutonomyReport> logger, CancellationToken cancellationToken) =>
            GuardAsync(request, logger, async token => ApiResponse.Ok(await report.MakeAsync(token)), cancellationToken));
        endpoints.MapGet("/trading/llm-evaluation",
            (HttpRequest request, EvidenceQueries evidence, IDecisionReviewer reviewer, AdvisoryStatus advisory, SwitchOptions switches,
                ILogger<EvidenceQueries> logger, CancellationToken cancellationToken) =>
            GuardAsync(
                request,
                logger,
                async token => ApiResponse.Ok(new JsonMap
                {
                    ["reviewer"] = reviewer.Name,
                    ["window"] = ReviewWindow,
                    ["stance"] = advisory.ToMap(),
                    ["totals"] = await evidence.ReviewsAsync(switches.AccountLabel, ReviewWindow, token),
                }),
                cancellationToken));
        endpoints.MapGet("/trading/decisions/{id}/explain",
            (string id, HttpRequest request, ReadQueries queries, SignalOptions signals, ILogger<ReadQueries> logger, CancellationToken cancellationToken) =>
            GuardAsync(
                request,
                logger,
                async token => await queries.ExplainAsync(id, token) is { } found
                    ? ApiResponse.Ok(WithLineage(found, signals))
                    : ApiResponse.Problem(StatusCodes.Status404NotFound, "decision_not_found", "No decision has this id or hash."),
                cancellationToken));
    }

    private static Task<IResult> PageAsync(
        HttpRequest request,
        SwitchOptions switches,
        string name,
        Func<PageRequest, CancellationToken, Task<IReadOnlyList<JsonMap>>> read,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        var (page, fault) = PageQuery.Read(request.Query, switches.AccountLabel);
        return page is null
            ? Task.FromResult(ApiResponse.Problem(StatusCodes.Status400BadRequest, "bad_query", fault!))
            : GuardAsync(
                request,
                logger,
                async token =>
                {
                    var rows = await read(page, token);
                    return ApiResponse.Ok(new JsonMap { [name] = rows, ["count"] = rows.Count, ["next_cursor"] = PageQuery.NextCursor(rows, page.Limit) });
                },
                cancellationToken);
    }

    private static async Task<IResult> GuardAsync(HttpRequest request, ILogger logger, Func<CancellationToken, Task<IResult>> response,
        CancellationToken cancellationToken)
    {
        try
        {
            if (await request.HttpContext.RequestServices.GetRequiredService<ReadLimit>().TryRunAsync(response, cancellationToken) is { } result)
            {
                return result;
            }

            request.HttpContext.Response.Headers.RetryAfter = "1";
            return ApiResponse.Problem(StatusCodes.Status429TooManyRequests, "too_many_reads", "As many reads as may run at a time are running.");
        }
        catch (Exception down) when (down is NpgsqlException or TimeoutException)
        {
            TradingLog.RequestFailed(logger, request.Path, down.Message);
            return ApiResponse.Problem(StatusCodes.Status503ServiceUnavailable, "database_not_usable", "Postgres does not answer.");
        }
    }

    private static JsonMap WithLineage(JsonMap found, SignalOptions signals)
    {
        found.Add("lineage", SignalLineage.Of((JsonMap)found["decision"]!, signals));
        return found;
    }

    private static JsonMap About()
    {
        var assembly = typeof(ReadEndpoints).Assembly;
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        var parts = version.Split('+', 2);
        return new JsonMap { ["service"] = "torghut-trading", ["version"] = parts[0], ["commit"] = parts.Length > 1 ? parts[1] : "unknown" };
    }
}
