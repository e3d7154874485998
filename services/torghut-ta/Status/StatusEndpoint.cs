using System.Text.Json;
using Torghut.Ta.Engine;
using Torghut.Ta.Kafka;

namespace Torghut.Ta.Status;

/// <summary>Serves <c>GET /ta/status</c>: everything the service knows of itself.</summary>
internal static class StatusEndpoint
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/ta/status", Respond);

    private static Task Respond(HttpContext context, TaState state, TaKafkaOptions kafka, TaComputeOptions compute) =>
        context.Response.WriteAsJsonAsync(
            new
            {
                state.Status,
                JobState = state.JobState.ToString().ToLowerInvariant(),
                kafka.GroupId,
                DeliveryGuarantee = kafka.DeliveryGuarantee.ToString(),
                TradeConditions = compute.TradeConditions.ToString().ToLowerInvariant(),
                state.Compute,
                state.Sink,
            },
            Json,
            context.RequestAborted);
}
