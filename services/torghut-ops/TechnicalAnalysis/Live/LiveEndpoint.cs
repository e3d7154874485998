using Torghut.Ops.Http;

namespace Torghut.Ops.TechnicalAnalysis.Live;

/// <summary><c>/api/torghut/ta/stream</c>.</summary>
internal static class LiveEndpoint
{
    private const int MostSymbols = 32;
    private const string LastEventId = "Last-Event-ID";

    private static readonly QueryParameter Symbols = new(
        "symbols", $"Symbols with commas between them, at most {MostSymbols}.", Required: true);

    private static readonly QueryParameter LastEvent = new(
        "lastEventId", $"The id to go on behind, where the header {LastEventId} cannot be sent.");

    public static void MapLiveStream(this IEndpointRouteBuilder endpoints, string pattern) => endpoints
        .MapRead(pattern, OpenAsync, "New bars and signals as server-sent events, which go on behind the last one after a cut", Symbols, LastEvent)
        .Produces(StatusCodes.Status200OK, contentType: LiveStreamResult.ContentType);

    private static async Task<IResult> OpenAsync(HttpContext context, LiveStreams streams, TopicSchemas schemas)
    {
        var query = new QueryReader(context.Request);
        var symbols = query.Symbols("symbols", MostSymbols).ToHashSet(StringComparer.Ordinal);
        var position = PositionOf(context.Request, query);
        schemas.Require();
        if (streams.Enter() is not { } place)
        {
            context.Response.Headers.RetryAfter = "5";
            return Problems.Of(
                StatusCodes.Status503ServiceUnavailable, "Too many streams", "OPS_TA_STREAM_CLIENTS are open already.",
                new Dictionary<string, object?> { ["cause"] = "streams" });
        }

        context.Response.RegisterForDispose(place);
        return await streams.OpenAsync(context.RequestAborted) is { } failure ? failure.ToProblem() : new LiveStreamResult(symbols, position);
    }

    private static LivePosition? PositionOf(HttpRequest request, QueryReader query)
    {
        const string Expected = "the id of an event of this stream";
        if (query.Cursor("lastEventId") is { } given)
        {
            return LivePosition.Parse(given) ?? throw new BadQueryException("lastEventId", Expected);
        }

        var header = request.Headers[LastEventId].ToString();
        return header.Length == 0 ? null
            : header.Length <= QueryReader.MaxLength && LivePosition.Parse(header) is { } position ? position
            : throw new BadQueryException(LastEventId, Expected);
    }
}
