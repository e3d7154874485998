using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Trading;

namespace Torghut.Sandbox.Alpaca.Data;

/// <summary>Corporate actions: what was put on the panel, as it is, by kind. The market's prices do not follow them.</summary>
internal sealed class CorporateActions(RestGate gate)
{
    private volatile JsonObject _actions = [];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", "/v1/corporate-actions", c => gate.DataAsync(c, List));
        routes.On("PUT", "/_sim/corporate-actions", SetAsync);
    }

    private RestResponse List(HttpRequest request)
    {
        var types = request.Query["types"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        var asked = _actions.Where(kind => types.Length == 0 || types.Contains(kind.Key.TrimEnd('s'), StringComparer.Ordinal));
        var lists = new JsonObject(asked.Select(kind => KeyValuePair.Create(kind.Key, kind.Value?.DeepClone())));
        return RestResponse.Ok(new JsonObject { ["corporate_actions"] = lists, ["next_page_token"] = null });
    }

    private async Task SetAsync(HttpContext context)
    {
        try
        {
            _actions = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject ?? [];
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (JsonException)
        {
            await JsonResponse.WriteAsync(context, new JsonObject { ["message"] = "the body is not JSON" }, StatusCodes.Status400BadRequest);
        }
    }
}
