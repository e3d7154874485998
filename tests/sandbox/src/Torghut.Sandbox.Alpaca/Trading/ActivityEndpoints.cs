using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Broker;
using Torghut.Sandbox.Alpaca.Http;

namespace Torghut.Sandbox.Alpaca.Trading;

/// <summary>The account's activities, all or of one kind (docs.alpaca.markets/reference/getaccountactivities).</summary>
internal sealed class ActivityEndpoints(RestGate gate, PaperBroker broker, WireTime time)
{
    private const int LargestPage = 100;
    private const int LargestTypes = 100;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", "/v2/account/activities", c => gate.TradeAsync(c, (request, _) => List(request.Query, request.Query["activity_types"].ToString())));
        routes.On("GET", "/v2/account/activities/{type}", c => gate.TradeAsync(c, (request, _) => List(request.Query, (string)request.RouteValues["type"]!)));
    }

    private static HashSet<string>? Types(string words)
    {
        var asked = words.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return asked.Length == 0 ? null
            : asked.Length > LargestTypes ? throw RefusedException.Malformed("too many activity types")
            : [.. asked.SelectMany(ActivityTypes.Expand)];
    }

    private static bool? Category(string word) => word switch
    {
        "" => null,
        "trade_activity" => true,
        "non_trade_activity" => false,
        _ => throw RefusedException.Malformed($"invalid category \"{word}\""),
    };

    private static int PageSize(string text) => text.Length == 0 ? LargestPage
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= LargestPage ? size
        : throw RefusedException.Malformed("page_size must be 1 to 100");

    private RestResponse List(IQueryCollection query, string words)
    {
        var types = Types(words);
        var trades = Category(query["category"].ToString());
        if (types is not null && trades is not null)
        {
            throw RefusedException.Malformed("category cannot be used with activity types");
        }

        var (after, until) = Span(query);
        return RestResponse.Ok(broker.ReportActivities(new ActivityQuery
        {
            Types = types,
            Trades = trades,
            After = after,
            Until = until,
            Ascending = query["direction"].ToString() switch
            {
                "" or "desc" => false,
                "asc" => true,
                _ => throw RefusedException.Malformed("direction must be asc or desc"),
            },
            PageSize = PageSize(query["page_size"].ToString()),
            PageToken = query["page_token"].ToString() is { Length: > 0 } token ? token : null,
        }));
    }

    private (long? After, long? Until) Span(IQueryCollection query)
    {
        if (query["date"].ToString() is not { Length: > 0 } date)
        {
            return (time.Parse(query["after"]), time.Parse(query["until"]));
        }

        if (query.ContainsKey("after") || query.ContainsKey("until"))
        {
            throw RefusedException.Malformed("date cannot be used with after or until");
        }

        // A day of New York's, both ends outside the span.
        var start = time.NewYorkDate(date);
        return (start - 1, start + Nanos.Of(Day));
    }
}
