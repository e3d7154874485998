using Npgsql;
using Torghut.Trading.Account;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Json;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Api;

/// <summary>Endpoints for people. One token makes things safer only; releasing anything needs another token, a reason and a name.</summary>
internal static class OperatorEndpoints
{
    private static readonly string[] StopFields = ["reason", "actor"];
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromMilliseconds(250);

    /// <summary>With the body's time-out and the disk's time well within the second in which a stop is answered, whatever hangs.</summary>
    private static readonly TimeSpan PersistTimeout = TimeSpan.FromMilliseconds(400);

    /// <summary>What a stop is answered after at the latest, but for the disk.</summary>
    internal static TimeSpan LongestWait => BodyTimeout + PersistTimeout;

    private static readonly string[] RearmFields = ["latch", "reason", "actor", "confirm"];
    private static readonly string[] NoteFields = ["reason", "actor"];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/trading/emergency-stop", StopAsync).DisableRateLimiting();
        endpoints.MapPost("/trading/exits-only", ExitsOnlyAsync).DisableRateLimiting();
        endpoints.MapPost("/trading/rearm", RearmAsync);
        endpoints.MapPost("/trading/strategies/{name}/resume", ResumeAsync);
        endpoints.MapPost("/trading/external-orders/{id}/acknowledge", AcknowledgeAsync);

        // The route's former name, for one version.
        endpoints.MapPost("/trading/foreign-orders/{id}/acknowledge", AcknowledgeAsync);
    }

    /// <summary>What must be typed to release a latch of an account.</summary>
    public static string Confirmation(string accountLabel) => $"REARM {accountLabel}";

    private static async Task<IResult> StopAsync(
        HttpRequest request, EmergencyStop stop, SafetyLatches latches, SwitchOptions switches, ApiOptions api, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (BearerToken.Refuse(request, api.OperatorToken, api.RearmToken, alwaysHeard: true) is { } refused)
        {
            return refused;
        }

        if (!switches.EmergencyStopEnabled)
        {
            return ApiResponse.Problem(StatusCodes.Status409Conflict, "emergency_stop_disabled", "TRADING_EMERGENCY_STOP_ENABLED is false.");
        }

        var (reason, actor) = await WhyAsync(request, time, cancellationToken);
        await stop.EngageAsync(reason, actor);
        return await EngagedAsync(Latch.EmergencyStop, latches);
    }

    /// <summary>Allows exits and nothing else. Engaged before a stop is re-armed, it is the permission for exits alone.</summary>
    private static async Task<IResult> ExitsOnlyAsync(HttpRequest request, SafetyLatches latches, ApiOptions api, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (BearerToken.Refuse(request, api.OperatorToken, api.RearmToken, alwaysHeard: true) is { } refused)
        {
            return refused;
        }

        var (reason, actor) = await WhyAsync(request, time, cancellationToken);
        latches.Engage(Latch.ExitsOnly, reason, actor);
        return await EngagedAsync(Latch.ExitsOnly, latches);
    }

    /// <summary>The engagement in force, whoever made it. Storing it goes on when the answer does not wait for that any more.</summary>
    private static async Task<IResult> EngagedAsync(string latch, SafetyLatches latches)
    {
        var persisted = await latches.WaitUntilPersistedAsync(latch, PersistTimeout);
        var engagement = latches.Engaged.FirstOrDefault(engaged => engaged.Latch == latch)?.Engagement;
        return ApiResponse.Ok(
            new JsonMap
            {
                ["latch"] = latch,
                ["emergency_stop"] = latches.EmergencyStop,
                ["engaged_at"] = engagement?.At,
                ["reason"] = engagement?.Reason,
                ["persisted"] = persisted,
                ["state"] = CanonicalText.Of(latches.State).ToUpperInvariant(),
            },
            StatusCodes.Status202Accepted);
    }

    /// <summary>Reason and name, if they come at once: what makes things safer neither waits for a good body nor is refused for want of one.</summary>
    private static async Task<(string Reason, string Actor)> WhyAsync(HttpRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(BodyTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var body = await RequestBody.ReadAsync(request, StopFields, either.Token);
            return (body?.GetValueOrDefault("reason") ?? "not given", body?.GetValueOrDefault("actor") ?? "operator");
        }
        catch (Exception broken) when (broken is OperationCanceledException or IOException or BadHttpRequestException)
        {
            return ("its body did not arrive", "operator");
        }
    }

    private static async Task<IResult> RearmAsync(HttpRequest request, SafetyLatches latches, SwitchOptions switches, ApiOptions api,
        ILogger<SafetyLatches> logger, CancellationToken cancellationToken)
    {
        if (BearerToken.Refuse(request, api.RearmToken, api.OperatorToken) is { } refused)
        {
            return refused;
        }

        RequestBody.Demand(request);
        if (await RequestBody.ReadAsync(request, RearmFields, cancellationToken) is not { Count: 4 } body
            || Latch.Canonical(body["latch"]) is not { } latch || !Latch.All.Contains(latch, StringComparer.Ordinal))
        {
            return ApiResponse.Problem(StatusCodes.Status400BadRequest, "bad_body",
                $"Expected latch ({string.Join(" or ", Latch.All)}), reason, actor and confirm.");
        }

        if (body["confirm"] != Confirmation(switches.AccountLabel))
        {
            return ApiResponse.Problem(StatusCodes.Status400BadRequest, "not_confirmed", $"confirm must be '{Confirmation(switches.AccountLabel)}'.");
        }

        return await ChangeAsync(request, logger, async () =>
        {
            await latches.ReleaseAsync(latch, body["reason"], body["actor"], cancellationToken);
            return ApiResponse.Ok(new JsonMap { ["latch"] = latch, ["state"] = CanonicalText.Of(latches.State).ToUpperInvariant() });
        });
    }

    private static Task<IResult> ResumeAsync(
        string name, HttpRequest request, StrategyStore strategies, SwitchOptions switches, ApiOptions api, ILogger<StrategyStore> logger,
        CancellationToken cancellationToken) =>
        NoteAsync(
            request,
            api,
            logger,
            async body => await strategies.ResumeAsync(switches.AccountLabel, name, body["reason"], body["actor"], cancellationToken)
                ? ApiResponse.Ok(new JsonMap { ["strategy"] = name, ["suspended"] = false })
                : ApiResponse.Problem(StatusCodes.Status404NotFound, "not_suspended", "No suspended strategy has this name."),
            cancellationToken);

    private static Task<IResult> AcknowledgeAsync(
        string id, HttpRequest request, ExternalOrderStore external, UnreadItems unread, IOrderQueries queries, EntryBlocks blocks, SwitchOptions switches,
        ApiOptions api,
        ILogger<ExternalOrderStore> logger, CancellationToken cancellationToken) =>
        NoteAsync(request, api, logger, async body =>
        {
            var count = await external.AcknowledgeAsync(switches.AccountLabel, id, body["reason"], body["actor"], cancellationToken)
                + await unread.AcknowledgeAsync(id, body["reason"], body["actor"], cancellationToken);
            blocks.ExternalOrders = await queries.CountExternalAsync(switches.AccountLabel, cancellationToken);
            return count > 0
                ? ApiResponse.Ok(new JsonMap { ["order_id"] = id, ["acknowledged"] = true })
                : ApiResponse.Problem(StatusCodes.Status404NotFound, "not_found", "No unacknowledged external order or item has this id.");
        }, cancellationToken);

    private static async Task<IResult> NoteAsync(
        HttpRequest request, ApiOptions api, ILogger logger, Func<IReadOnlyDictionary<string, string>, Task<IResult>> change,
        CancellationToken cancellationToken)
    {
        if (BearerToken.Refuse(request, api.RearmToken, api.OperatorToken) is { } refused)
        {
            return refused;
        }

        RequestBody.Demand(request);
        return await RequestBody.ReadAsync(request, NoteFields, cancellationToken) is { Count: 2 } body
            ? await ChangeAsync(request, logger, () => change(body))
            : ApiResponse.Problem(StatusCodes.Status400BadRequest, "bad_body", "Expected reason and actor.");
    }

    private static async Task<IResult> ChangeAsync(HttpRequest request, ILogger logger, Func<Task<IResult>> change)
    {
        try
        {
            return await change();
        }
        catch (Exception down) when (down is NpgsqlException or TimeoutException or IOException)
        {
            TradingLog.RequestFailed(logger, request.Path, down.Message);
            return ApiResponse.Problem(StatusCodes.Status503ServiceUnavailable, "not_persisted", "The change could not be persisted; nothing was released.");
        }
    }
}
