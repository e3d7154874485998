using System.Globalization;
using System.Text.Json.Nodes;
using Torghut.Alpaca.Trading;
using Torghut.Trading.Api;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Lean;

namespace Torghut.Trading.LeanRunner;

/// <summary>The contract's answers: the broker's order as it came with the runner's own fields beside it, and RFC 9457 problems.</summary>
internal static class LeanRunnerResponse
{
    public static IResult Order(AlpacaOrder order, string? operation = null, string? correlationId = null, bool replayed = false)
    {
        var body = Marked(order);
        if (operation is not null)
        {
            body["_lean_audit"] = new JsonObject
            {
                ["operation"] = operation,
                ["contract_version"] = LeanContract.Version,
                ["correlation_id"] = correlationId,
                ["idempotency_key"] = order.ClientOrderId,
                ["idempotent_replay"] = replayed,
            };
        }

        return Json(body);
    }

    public static IResult Orders(IEnumerable<AlpacaOrder> orders) => Json(new JsonObject { ["orders"] = new JsonArray([.. orders.Select(Marked)]) });

    public static IResult Cancelled(IEnumerable<CancelResult> results) => Json(new JsonObject
    {
        ["orders"] = new JsonArray([.. results.Select(result => new JsonObject { ["id"] = result.OrderId, ["status"] = result.Status })]),
    });

    public static IResult Ok() => Json(new JsonObject { ["ok"] = true });

    public static IResult Outcome(SubmitOutcome outcome, HttpResponse response, TimeProvider time)
    {
        switch (outcome)
        {
            case SubmitOutcome.Refused refused:
                return ApiResponse.Problem(StatusCodes.Status422UnprocessableEntity, LeanContract.OrderRefused, refused.Message,
                    new JsonMap { ["code"] = refused.Code });
            case SubmitOutcome.NotAccepted { Reason: LeanContract.RateLimited } limited:
                if (limited.RetryAt is { } at)
                {
                    var seconds = Math.Max(1, (long)Math.Ceiling((at - time.GetUtcNow()).TotalSeconds));
                    response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                }

                return ApiResponse.Problem(StatusCodes.Status429TooManyRequests, LeanContract.RateLimited,
                    "The account's rate limit is used up; nothing was accepted.");
            case SubmitOutcome.NotAccepted unreached:
                return ApiResponse.Problem(StatusCodes.Status503ServiceUnavailable, LeanContract.NotAccepted, $"Nothing was accepted: {unreached.Reason}.");
            default:
                return ApiResponse.Problem(StatusCodes.Status502BadGateway, LeanContract.OutcomeUnknown, "The request left and its outcome could not be read.");
        }
    }

    private static JsonObject Marked(AlpacaOrder order)
    {
        var body = JsonNode.Parse(order.RawJson)!.AsObject();
        body[LeanContract.AdapterField] = LeanContract.Adapter;
        return body;
    }

    private static IResult Json(JsonObject body) => Results.Text(body.ToJsonString(), "application/json");
}
