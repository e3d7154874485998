using Torghut.Ops.Http;
using Torghut.Ops.Snapshots.Rendering;

namespace Torghut.Ops.Snapshots;

/// <summary><c>/api/snapshot</c>.</summary>
internal static class SnapshotEndpoints
{
    public static void MapSnapshots(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/snapshot", async (string? format, SnapshotCollector collector, CancellationToken cancellationToken) =>
        {
            if (SnapshotFormat.Find(format is { Length: > 0 } ? format : "json") is not { } renderer)
            {
                return Problems.Of(StatusCodes.Status400BadRequest, "Unknown format", $"'format' is one of {SnapshotFormat.Names}.");
            }

            return Results.Text(renderer.Render(await collector.TakeAsync("torghut-ops", cancellationToken)), renderer.ContentType);
        }).For(Role.Viewer).WithSummary($"A snapshot of the system as it is now, as {SnapshotFormat.Names}")
            .Produces(StatusCodes.Status200OK, contentType: "application/json", additionalContentTypes: ["text/html", "text/markdown", "text/plain"])
            .ProducesProblem(StatusCodes.Status400BadRequest);
}
