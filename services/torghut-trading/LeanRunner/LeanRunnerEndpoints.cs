using Torghut.Alpaca;
using Torghut.Alpaca.Trading;
using Torghut.Trading.Account;
using Torghut.Trading.Api;
using Torghut.Trading.Execution;
using Torghut.Trading.Lean;
using Torghut.Trading.Observability;
using Torghut.Trading.Safety;

namespace Torghut.Trading.LeanRunner;

/// <summary>The routes of the contract. All of them need the token; placing an order also needs trading to be enabled and the kill switch to be off
/// here.</summary>
internal static class LeanRunnerEndpoints
{
    private const int MaxBodyBytes = 16 * 1024;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        // Made before the first request, so that its counters are there from the start.
        endpoints.ServiceProvider.GetRequiredService<LeanRunnerMetrics>();
        endpoints.MapPost(LeanContract.Submit, SubmitAsync).DisableRateLimiting();
        endpoints.MapPost(LeanContract.CancelAll, (HttpRequest request, Runner runner) => runner.GuardAsync(request, "cancel_all", async client =>
            LeanRunnerResponse.Cancelled(await client.CancelAllOrdersAsync(request.HttpContext.RequestAborted))));
        endpoints.MapPost(LeanContract.Orders + "/{id}/cancel",
            (string id, HttpRequest request, Runner runner) => runner.GuardAsync(request, "cancel", async client =>
        {
            await client.CancelOrderAsync(id, request.HttpContext.RequestAborted);
            return LeanRunnerResponse.Ok();
        }));
        endpoints.MapGet(LeanContract.Orders + "/client/{id}",
            (string id, HttpRequest request, Runner runner) => runner.GuardAsync(request, "find_by_client_order_id", async client =>
            Found(await client.GetOrderByClientOrderIdAsync(id, request.HttpContext.RequestAborted))));
        endpoints.MapGet(LeanContract.Orders + "/{id}", (string id, HttpRequest request, Runner runner) => runner.GuardAsync(request, "find", async client =>
            Found(await client.GetOrderAsync(id, request.HttpContext.RequestAborted))));
        endpoints.MapGet(LeanContract.Orders, (HttpRequest request, Runner runner) => runner.GuardAsync(request, "list", async client =>
            Enum.TryParse<OrderListStatus>(request.Query["status"].ToString() is { Length: > 0 } word ? word : "all", ignoreCase: true, out var status)
            && Enum.IsDefined(status)
                ? LeanRunnerResponse.Orders(await client.ListOrdersAsync(new OrderQuery { Status = status }, request.HttpContext.RequestAborted))
                : ApiResponse.Problem(StatusCodes.Status400BadRequest, LeanContract.BadRequest, "status must be open, closed or all.")));
    }

    private static async Task<IResult> SubmitAsync(HttpRequest request, LeanOrderService service, SwitchOptions switches, BrokerOptions options,
        LeanRunnerMetrics metrics, TimeProvider time, ILogger<LeanOrderService> logger)
    {
        var started = time.GetTimestamp();
        if (BearerToken.Refuse(request, options.LeanToken, alwaysHeard: true) is { } refused)
        {
            return refused;
        }

        if (PreTradeGate.SwitchedOff(switches) is { } closed)
        {
            return ApiResponse.Problem(StatusCodes.Status403Forbidden, closed, "The runner's own switches let no order leave.");
        }

        LeanOrderRequest order;
        try
        {
            order = LeanOrderRequest.Parse(await ReadAsync(request));
            if (request.Headers[LeanContract.IdempotencyKey].ToString() is { Length: > 0 } key && key != order.ClientOrderId)
            {
                throw new FormatException("Idempotency-Key differs from client_order_id.");
            }

            LeanOrderService.Translate(order);
        }
        catch (FormatException bad)
        {
            metrics.Answered("submit", LeanContract.BadRequest, TimeSpan.Zero);
            return ApiResponse.Problem(StatusCodes.Status422UnprocessableEntity, LeanContract.BadRequest, bad.Message);
        }

        // Whoever asked may have gone away; the order is placed or not, but never cut off in the middle.
        var result = await service.SubmitAsync(order, new RunnerPermit(switches, started, time), CancellationToken.None);
        var outcome = Word(result);
        metrics.Answered("submit", outcome, time.GetElapsedTime(started));
        TradingLog.RunnerSubmission(logger, order.ClientOrderId, outcome);
        return result switch
        {
            LeanSubmission.Placed placed => LeanRunnerResponse.Order(placed.Order, "submit", CorrelationOf(request), placed.Replayed),
            LeanSubmission.Failed failed => LeanRunnerResponse.Outcome(failed.Outcome, request.HttpContext.Response, time),
            _ => ApiResponse.Problem(StatusCodes.Status409Conflict, LeanContract.IdReused, "The client_order_id belongs to another order."),
        };
    }

    private static string Word(LeanSubmission submission) => submission switch
    {
        LeanSubmission.Placed { Replayed: true } => "replayed",
        LeanSubmission.Placed => "accepted",
        LeanSubmission.Failed failed => failed.Outcome.Status,
        _ => LeanContract.IdReused,
    };

    private static string? CorrelationOf(HttpRequest request) => request.Headers[LeanContract.CorrelationId].ToString() is { Length: > 0 and <= 128 } given
        ? given : null;

    private static IResult Found(AlpacaOrder? order) =>
        order is null ? ApiResponse.Problem(StatusCodes.Status404NotFound, LeanContract.OrderNotFound, "The broker does not know this order.")
        : LeanRunnerResponse.Order(order);

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        var buffer = new byte[MaxBodyBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        return length <= MaxBodyBytes ? buffer.AsMemory(0, length) : throw new FormatException($"The body is larger than {MaxBodyBytes} bytes.");
    }

    /// <summary>What every route but the submission has in common.</summary>
    internal sealed class Runner(IAlpacaTradingClient client, BrokerOptions options, LeanRunnerMetrics metrics, TimeProvider time)
    {
        public async Task<IResult> GuardAsync(HttpRequest request, string operation, Func<IAlpacaTradingClient, Task<IResult>> response)
        {
            if (BearerToken.Refuse(request, options.LeanToken, alwaysHeard: true) is { } refused)
            {
                return refused;
            }

            var started = time.GetTimestamp();
            try
            {
                var result = await response(client);
                metrics.Answered(operation, "answered", time.GetElapsedTime(started));
                return result;
            }
            catch (AlpacaApiException failure)
            {
                metrics.Answered(operation, failure.IsTransient ? "unreachable" : "refused", time.GetElapsedTime(started));
                return failure.Status is 404 or 422 && !failure.IsTransient
                    ? ApiResponse.Problem(failure.Status.Value, LeanContract.OrderRefused, failure.Message)
                    : ApiResponse.Problem(StatusCodes.Status502BadGateway, LeanContract.BrokerUnreadable, "The broker did not answer as expected.");
            }
        }
    }
}
