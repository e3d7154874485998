using System.Globalization;
using Torghut.Ops.Http;
using Torghut.Ops.Snapshots.Rendering;

namespace Torghut.Ops.Snapshots.History;

/// <summary><c>/api/snapshots</c>.</summary>
internal static class HistoryEndpoints
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;

    public static void MapHistory(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/snapshots", List).For(Role.Viewer).WithSummary("Snapshots that are kept, the newest first")
            .Produces<Page>().ProducesProblem(StatusCodes.Status400BadRequest);
        endpoints.MapGet("/api/snapshots/{id}", One).For(Role.Viewer).WithSummary($"A snapshot that is kept, as {SnapshotFormat.Names}")
            .Produces(StatusCodes.Status200OK, contentType: "application/json", additionalContentTypes: ["text/html", "text/markdown", "text/plain"])
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult List(string? limit, string? before, SnapshotHistory history)
    {
        var count = DefaultLimit;
        if (limit is { Length: > 0 } && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > MaxLimit))
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "Bad limit", $"'limit' is a number from 1 to {MaxLimit}.");
        }

        if (before is { Length: > 0 } && !SnapshotHistory.IsId(before))
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "Bad id", "'before' is the id of a snapshot.");
        }

        var stored = history.List(count, before is { Length: > 0 } ? before : null);
        return Json(new Page(history.IsKept, stored, stored.Count == count ? stored[^1].Id : null));
    }

    private static IResult One(string id, string? format, SnapshotHistory history)
    {
        if (SnapshotFormat.Find(format is { Length: > 0 } ? format : "json") is not { } renderer)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "Unknown format", $"'format' is one of {SnapshotFormat.Names}.");
        }

        if (!SnapshotHistory.IsId(id))
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "Bad id", "'id' is the id of a snapshot.");
        }

        return history.Find(id) is { } snapshot
            ? Results.Text(renderer.Render(snapshot), renderer.ContentType)
            : Problems.Of(StatusCodes.Status404NotFound, "No such snapshot", "There is no snapshot of that id, or it is kept no more.");
    }

    private static IResult Json(Page page) => Results.Text(JsonRenderer.Write(page), "application/json; charset=utf-8");

    /// <param name="Kept">Whether snapshots are kept at all.</param>
    /// <param name="Next">What <c>before</c> has to be for the page after this one; null on the last.</param>
    private sealed record Page(bool Kept, IReadOnlyList<StoredSnapshot> Snapshots, string? Next);
}
