using System.Text.Json;
using Torghut.Ops.Audit;
using Torghut.Ops.Http;
using Torghut.Ops.Observability;

namespace Torghut.Ops.Symbols;

/// <summary><c>/api/torghut/symbols</c>, which the forwarder and the trading service poll.</summary>
internal static class SymbolEndpoints
{
    private const string Route = "/api/torghut/symbols";
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly QueryParameter Full = new("full", "1 for everything that is known of each symbol, which needs a viewer's token; 0 unless said.");

    private static readonly QueryParameter Format = new("format", "full is full=1, as it was called before.");

    public static IServiceCollection AddSymbols(this IServiceCollection services) =>
        services.AddSingleton<OpsMetrics>().AddSingleton<SymbolUniverse>();

    public static void MapSymbols(this IEndpointRouteBuilder endpoints)
    {
        // Made now, so that a damaged file stops the start instead of the first request.
        endpoints.ServiceProvider.GetRequiredService<SymbolUniverse>();
        endpoints.MapRead(
            Role.Anyone, Route, Get, "The symbols that are subscribed and traded; full=1 with who made them so, for viewers", Full, Format);
        endpoints.MapPost(Route, ChangeAsync)
            .For(Role.Operator, services => services.GetRequiredService<OpsMetrics>().SymbolChange("unauthorized"))
            .WithSummary("Enables or disables symbols: symbols, enabled, actor, reason")
            .Accepts<SymbolRequest>("application/json").Produces(StatusCodes.Status200OK, contentType: "application/json")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult Get(HttpContext context, SymbolUniverse universe, RoleTokens tokens)
    {
        var query = new QueryReader(context.Request);
        var isFull = query.Choice(Full.Name, false, ("0", false), ("1", true), ("false", false), ("true", true));
        if (!(query.Choice(Format.Name, false, ("full", true)) || isFull))
        {
            return Answer(new { Symbols = universe.Enabled });
        }

        // Who changed what is nothing for the services that poll the list.
        return tokens.Refuse(context.Request, Role.Viewer) is { } refused
            ? Problems.Of(refused.Status, refused.Type, refused.Detail)
            : Answer(new { Symbols = universe.Enabled, Items = universe.Entries });
    }

    private static EntityResult Answer<T>(T value) => new(JsonSerializer.SerializeToUtf8Bytes(value, Json), EntityResult.JsonType);

    private static async Task<IResult> ChangeAsync(
        HttpContext context, SymbolUniverse universe, RequestAudit audit, OpsMetrics metrics, ILogger<SymbolUniverse> logger)
    {
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
        var body = await BoundedBody.ReadJsonAsync(context.Request, SymbolChange.MaxBodyBytes);
        var (change, problem, rejected) = body is null ? (null, $"the body must be JSON of at most {SymbolChange.MaxBodyBytes} bytes", [])
            : SymbolChange.Parse(body.Value);
        if (change is null)
        {
            metrics.SymbolChange("invalid");
            OpsLog.UniverseChangeRefused(logger, address, problem!);
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "Invalid change", problem!,
                new Dictionary<string, object?> { ["rejected"] = rejected });
        }

        return Apply(change, universe, audit, metrics, logger, address);
    }

    private static IResult Apply(
        SymbolChange change, SymbolUniverse universe, RequestAudit audit, OpsMetrics metrics, ILogger logger, string address)
    {
        try
        {
            var what = $"{(change.Enabled ? "enable" : "disable")} {string.Join(',', change.Symbols)} from {address}";
            var changed = audit.Made(
                "symbols.change", change.Actor, change.Reason, what,
                () => universe.Set(change.Symbols, change.Enabled, change.Actor, change.Reason));
            metrics.SymbolChange("applied");
            var names = string.Join(',', changed);
            OpsLog.UniverseChanged(logger, change.Actor, address, change.Enabled ? names : "", change.Enabled ? "" : names, change.Reason);
            return Results.Json(new { Symbols = universe.Enabled, Changed = changed }, Json);
        }
        catch (InvalidOperationException e)
        {
            metrics.SymbolChange("refused");
            OpsLog.UniverseChangeRefused(logger, address, e.Message);
            return Problems.Of(StatusCodes.Status409Conflict, "The universe cannot be changed so", e.Message);
        }
        catch (UnfinishedAuditException e)
        {
            metrics.SymbolChange("applied");
            OpsLog.AuditUnfinished(logger, e, change.Actor, address, string.Join(',', change.Symbols), change.Enabled, change.Reason);
            return Problems.Of(StatusCodes.Status500InternalServerError, "The universe was changed, but the audit has no end of it", e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            metrics.SymbolChange("failed");
            OpsLog.UniverseWriteFailed(logger, e, universe.File ?? "");
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "The universe could not be stored", "Nothing was changed; the log has the cause.");
        }
    }

    /// <summary>What the document says of the body; it is read by <see cref="SymbolChange"/>, which bounds it.</summary>
    private sealed record SymbolRequest(string[] Symbols, bool? Enabled, string Actor, string Reason);
}
