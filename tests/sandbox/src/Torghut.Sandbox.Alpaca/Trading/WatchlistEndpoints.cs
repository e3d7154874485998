using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Torghut.Sandbox.Alpaca.Broker;
using Torghut.Sandbox.Alpaca.Http;

namespace Torghut.Sandbox.Alpaca.Trading;

/// <summary>Watchlists by id, and by name in the query.</summary>
internal sealed class WatchlistEndpoints(RestGate gate, Watchlists lists)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", "/v2/watchlists", c => gate.TradeAsync(c, (_, _) => RestResponse.Ok(lists.Report())));
        routes.On("POST", "/v2/watchlists", c => gate.TradeAsync(c, (_, body) => RestResponse.Ok(lists.Create(body))));
        Map(routes, "/v2/watchlists/{watchlist}", ById);
        Map(routes, "/v2/watchlists:by_name", ByName);
    }

    private static Func<Watchlist, bool> ById(HttpRequest request) => Guid.TryParse((string)request.RouteValues["watchlist"]!, out var id)
        ? list => list.Id == id
        : throw RefusedException.NotFound("watchlist not found");

    private static Func<Watchlist, bool> ByName(HttpRequest request) => request.Query["name"].ToString() is { Length: > 0 } name
        ? list => list.Name == name
        : throw RefusedException.Malformed("name is required");

    private void Map(IEndpointRouteBuilder routes, string path, Func<HttpRequest, Func<Watchlist, bool>> which)
    {
        routes.On("GET", path, c => gate.TradeAsync(c, (request, _) => RestResponse.Ok(lists.Report(which(request)))));
        routes.On("PUT", path, c => gate.TradeAsync(c, (request, body) => RestResponse.Ok(lists.Update(which(request), body))));
        routes.On("POST", path, c => gate.TradeAsync(c, (request, body) => RestResponse.Ok(lists.Add(which(request), body))));
        routes.On("DELETE", path, c => gate.TradeAsync(c, (request, _) =>
        {
            lists.Delete(which(request));
            return new RestResponse(StatusCodes.Status204NoContent);
        }));
        routes.On("DELETE", path + "/{symbol}", c => gate.TradeAsync(c, (request, _) =>
            RestResponse.Ok(lists.Remove(which(request), (string)request.RouteValues["symbol"]!))));
    }
}
