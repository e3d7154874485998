using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Torghut.Sandbox.Alpaca.Broker;
using Torghut.Sandbox.Alpaca.Http;

namespace Torghut.Sandbox.Alpaca.Trading;

/// <summary>The trading REST interface, version 2: account, orders and positions.</summary>
internal sealed class TradingEndpoints(RestGate gate, PaperBroker broker, WireTime time)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "GET", "/v2/account", (_, _) => RestResponse.Ok(broker.ReportAccount()));
        Map(routes, "GET", "/v2/account/configurations", (_, _) => RestResponse.Ok(broker.ReportConfiguration()));
        Map(routes, "PATCH", "/v2/account/configurations", (_, body) => RestResponse.Ok(broker.Configure(body)));
        Map(routes, "POST", "/v2/orders", (_, body) => RestResponse.Ok(broker.Submit(OrderParser.Parse(body))));
        Map(routes, "GET", "/v2/orders", (request, _) => RestResponse.Ok(broker.ReportOrders(Query(request.Query))));
        Map(routes, "DELETE", "/v2/orders", (_, _) => new RestResponse(StatusCodes.Status207MultiStatus, broker.CancelAll()));
        Map(routes, "GET", "/v2/orders:by_client_order_id", ByClientOrderId);
        Map(routes, "GET", "/v2/orders/{id}", (request, _) => RestResponse.Ok(broker.ReportOrder(OrderId(request), IsTrue(request.Query, "nested"))));
        Map(routes, "PATCH", "/v2/orders/{id}", (request, body) => RestResponse.Ok(broker.Replace(OrderId(request), body)));
        Map(routes, "DELETE", "/v2/orders/{id}", (request, _) => new RestResponse(broker.Cancel(OrderId(request)) ? 204 : 200));
        Map(routes, "GET", "/v2/positions", (_, _) => RestResponse.Ok(broker.ReportPositions()));
        Map(routes, "DELETE", "/v2/positions", CloseAll);
        Map(routes, "GET", "/v2/positions/{symbol}", (request, _) => RestResponse.Ok(broker.ReportPosition(Route(request, "symbol"))));
        Map(routes, "DELETE", "/v2/positions/{symbol}", Close);
    }

    private static bool IsTrue(IQueryCollection query, string key) => string.Equals(query[key], "true", StringComparison.OrdinalIgnoreCase);

    private static string Route(HttpRequest request, string name) => (string)request.RouteValues[name]!;

    private static Guid OrderId(HttpRequest request) =>
        Guid.TryParse(Route(request, "id"), out var id) ? id : throw RefusedException.NotFound($"order not found for {Route(request, "id")}");

    private void Map(IEndpointRouteBuilder routes, string method, string path, Func<HttpRequest, JsonObject, RestResponse> work) =>
        routes.On(method, path, context => gate.TradeAsync(context, work));

    private RestResponse ByClientOrderId(HttpRequest request, JsonObject body)
    {
        var id = request.Query["client_order_id"].ToString();
        return id.Length == 0 ? throw RefusedException.Malformed("client_order_id is missing") : RestResponse.Ok(broker.ReportOrder(id));
    }

    private RestResponse Close(HttpRequest request, JsonObject body) =>
        RestResponse.Ok(broker.ClosePosition(Route(request, "symbol"), Number(request.Query, "qty"), Number(request.Query, "percentage")));

    private RestResponse CloseAll(HttpRequest request, JsonObject body) =>
        new(StatusCodes.Status207MultiStatus, broker.CloseAllPositions(IsTrue(request.Query, "cancel_orders")));

    private static decimal? Number(IQueryCollection query, string key) => query[key].ToString() is not { Length: > 0 } text ? null
        : decimal.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value
        : throw RefusedException.Malformed($"{key} is not a number");

    private OrderQuery Query(IQueryCollection query)
    {
        var status = query["status"].ToString() is { Length: > 0 } text ? text : "open";
        var limit = Number(query, "limit") ?? 50;
        if (status is not ("open" or "closed" or "all") || limit is < 1 or > 500 || limit != decimal.Truncate(limit))
        {
            throw RefusedException.Malformed("status must be open, closed or all; limit 1 to 500");
        }

        return new OrderQuery
        {
            Status = status,
            Limit = (int)limit,
            Nested = IsTrue(query, "nested"),
            After = time.Parse(query["after"]),
            Until = time.Parse(query["until"]),
            Ascending = query["direction"] == "asc",
            Symbols = query["symbols"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal),
            Side = EnumNames.Find<OrderSide>(query["side"]),
            BeforeOrder = Guid.TryParse(query["before_order_id"], out var before) ? before : null,
            AfterOrder = Guid.TryParse(query["after_order_id"], out var after) ? after : null,
        };
    }
}
