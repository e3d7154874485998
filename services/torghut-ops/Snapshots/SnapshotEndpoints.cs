using Torghut.Ops.Http;
using Torghut.Ops.Snapshots.Rendering;

namespace Torghut.Ops.Snapshots;

/// <summary><c>/api/snapshot</c>.</summary>
internal static class SnapshotEndpoints
{
    public static void MapSnapshots(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/snapshot", async (HttpRequest request, SnapshotCollector collector) =>
        {
            var format = request.Query["format"].ToString() is { Length: > 0 } named ? named : "json";
            if (SnapshotFormat.Find(format) is not { } renderer)
            {
                return Problems.Of(StatusCodes.Status400BadRequest, "Unknown format", $"'{format}' is not one of {SnapshotFormat.Names}.");
            }

            var snapshot = await collector.TakeAsync("torghut-ops", request.HttpContext.RequestAborted);
            request.HttpContext.Response.Headers.CacheControl = "no-store";
            return Results.Text(renderer.Render(snapshot), renderer.ContentType);
        });
}
