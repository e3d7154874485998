using System.Text.Json;
using Torghut.Ops.GitOps;
using Torghut.Ops.Http;

namespace Torghut.Ops.Actuation;

/// <summary>
/// <c>/api/torghut/actuate</c>: what <c>torghut-ops actuate</c> does, for who has an actuator's token. Live objects are changed by the command alone.
/// </summary>
internal static class ActuationEndpoints
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void MapActuation(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/api/torghut/actuate", MakeAsync)
        .For(Role.Actuator)
        .WithSummary($"Plans a change, or makes it as a pull request with confirm={Actuator.Confirmation}: change or rollback, actor, reason")
        .Accepts<Body>("application/json").Produces<ActuationAnswer>(StatusCodes.Status200OK)
        .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> MakeAsync(HttpContext context, ActuationDesk desk)
    {
        var body = await BoundedBody.ReadJsonAsync(context.Request, ActuationRequest.MaxBodyBytes);
        var (request, problem) = body is null
            ? (null, $"the body must be JSON of at most {ActuationRequest.MaxBodyBytes} bytes")
            : ActuationRequest.Parse(body.Value);
        if (request is null)
        {
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "Invalid change", problem!);
        }

        try
        {
            // A caller that goes away does not leave a change half made.
            return Results.Json(await desk.MakeAsync(request, CancellationToken.None), Json);
        }
        catch (GitOpsException refused)
        {
            return Problems.Of(
                StatusCodes.Status409Conflict, "Refused, nothing was changed", refused.Message, new Dictionary<string, object?> { ["gate"] = refused.Gate });
        }
        catch (Exception failure) when (failure is ActuationException or IOException or UnauthorizedAccessException)
        {
            return Problems.Of(
                StatusCodes.Status503ServiceUnavailable, "The change is not through", $"{failure.Message} The same request with the same change_id goes on from here.");
        }
    }

    /// <summary>What the document says of the body; it is read by <see cref="ActuationRequest"/>, which bounds it.</summary>
    private sealed record Body(
        string? Change, string? Rollback, string? ChangeId, string? PriorityId, bool? ForceRestart, string Actor, string Reason, string? Confirm);
}
