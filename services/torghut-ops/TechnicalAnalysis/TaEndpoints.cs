using Torghut.Ops.Http;
using Torghut.Ops.TechnicalAnalysis.Live;
using Torghut.Ops.TechnicalAnalysis.Ticks;

namespace Torghut.Ops.TechnicalAnalysis;

/// <summary><c>/api/torghut/ta</c> and the calendar that its charts are shaded by.</summary>
internal static class TaEndpoints
{
    private const string Root = "/api/torghut/ta";
    private const int MostDays = 400;

    private static readonly QueryParameter OptionalSymbol = QueryParameters.Symbol with { Required = false };

    public static void MapTechnicalAnalysis(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapRead(
            $"{Root}/bars", (HttpContext context, SeriesReader reader) => SeriesAsync(Series.Bars, context, reader),
            "Bars of a symbol, as coarse as asked for: first, highest, lowest and last price, volume, vwap and count of each step", SeriesRequest.Parameters);
        endpoints.MapRead(
            $"{Root}/signals", (HttpContext context, SeriesReader reader) => SeriesAsync(Series.Signals, context, reader),
            "Indicators of a symbol: the last of each step, never a mean", SeriesRequest.Parameters);
        endpoints.MapRead($"{Root}/latest", LatestAsync, "The newest bar and signal of each symbol", OptionalSymbol, QueryParameters.Format);
        endpoints.MapRead($"{Root}/ticks", TicksAsync, "The raw trades that a one-second bar was made of, with their offsets", TickReader.Parameters);
        endpoints.MapRead(
            "/api/torghut/calendar", Calendar, $"Days of the exchanges in New York, their UTC interval and their session; at most {MostDays}",
            QueryParameters.FirstDay, QueryParameters.LastDay, QueryParameters.Format);
        endpoints.MapLiveStream($"{Root}/stream");
    }

    private static async Task<IResult> SeriesAsync(Series series, HttpContext context, SeriesReader reader)
    {
        var query = new QueryReader(context.Request);
        var (request, format) = (SeriesRequest.Read(query), query.Format());
        var page = await reader.ReadAsync(series, request, context.RequestAborted);
        if (page.Next is { } next)
        {
            // A file has no place of its own to name the page after it (RFC 8288).
            context.Response.Headers.Link = $"<{NextOf(context.Request, next)}>; rel=\"next\"";
        }

        return page.As(format);
    }

    private static async Task<IResult> LatestAsync(HttpContext context, LatestReader reader)
    {
        var query = new QueryReader(context.Request);
        var (symbol, format) = (query.OptionalSymbol(), query.Format());
        var latest = await reader.ReadAsync(symbol, context.RequestAborted);
        return format == ExportFormat.Csv ? LatestResponse.Csv(latest) : LatestResponse.Json(latest);
    }

    private static async Task<IResult> TicksAsync(HttpContext context, TickReader reader)
    {
        var request = TickRequest.Read(new QueryReader(context.Request));
        return (await reader.ReadAsync(request, context.RequestAborted)).As(request.Format);
    }

    private static EntityResult Calendar(HttpContext context)
    {
        var query = new QueryReader(context.Request);
        var (days, format) = (query.Days(MostDays), query.Format());
        if (format == ExportFormat.Json)
        {
            return ReadJson.Answer(new { Zone = TradingDay.NewYorkZone, Days = days.Select(day => new { day.Day, day.StartUtc, day.EndUtc, day.Session }) });
        }

        var csv = new CsvWriter("day", "startUtc", "endUtc", "open", "close", "kind", "name");
        foreach (var day in days)
        {
            var session = day.Session;
            csv.Row(day.Day, day.StartUtc, day.EndUtc, session.Open, session.Close, ReadJson.Word(session.Kind), session.Name);
        }

        return new EntityResult(csv.ToBytes(), CsvWriter.ContentType, "calendar.csv");
    }

    private static string NextOf(HttpRequest request, string cursor)
    {
        var kept = request.Query.Where(pair => pair.Key != "cursor").Append(new("cursor", cursor));
        return $"{request.Path}{QueryString.Create(kept)}";
    }
}
