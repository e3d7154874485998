using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Torghut.Sandbox.Llm.Answers;

/// <summary>GET shows the answers to come, PUT replaces them, DELETE goes back to reviews; the last requests can be read.</summary>
internal static class PanelEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static void MapPanel(this IEndpointRouteBuilder endpoints, AnswerPanel panel)
    {
        endpoints.MapGet("/_answers", () => Results.Json(panel.State, Json));
        endpoints.MapPut("/_answers", async (HttpRequest request) =>
        {
            try
            {
                var wanted = await JsonSerializer.DeserializeAsync<AnswerPanelState>(request.Body, Json, request.HttpContext.RequestAborted);
                panel.Set(wanted?.Answers ?? []);
                return Results.Json(panel.State, Json);
            }
            catch (Exception error) when (error is JsonException or ArgumentException)
            {
                return Results.Json(new { error = error.Message }, statusCode: StatusCodes.Status400BadRequest);
            }
        });
        endpoints.MapDelete("/_answers", () =>
        {
            panel.Set([AnswerKinds.Review]);
            return Results.Json(panel.State, Json);
        });
        endpoints.MapGet("/_requests", () => Results.Json(panel.Requests, Json));
    }
}
