using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Torghut.Sandbox.ClickHouse.Faults;

/// <summary>GET shows the faults, PUT and POST replace them, DELETE turns them all off.</summary>
internal static class FaultEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static void MapFaults(this IEndpointRouteBuilder endpoints, FaultPanel panel)
    {
        endpoints.MapGet("/_faults", () => Results.Json(panel.State, Json));
        endpoints.MapMethods("/_faults", ["PUT", "POST"], async (HttpRequest request) =>
        {
            try
            {
                panel.Set(await JsonSerializer.DeserializeAsync<FaultState>(request.Body, Json, request.HttpContext.RequestAborted) ?? new FaultState());
                return Results.Json(panel.State, Json);
            }
            catch (Exception error) when (error is JsonException or ValidationException)
            {
                return Results.Json(new { error = error.Message }, statusCode: StatusCodes.Status400BadRequest);
            }
        });
        endpoints.MapDelete("/_faults", () =>
        {
            panel.Set(new FaultState());
            return Results.Json(panel.State, Json);
        });
    }
}
