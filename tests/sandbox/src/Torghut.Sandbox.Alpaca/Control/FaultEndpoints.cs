using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Torghut.Sandbox.Alpaca.Faults;
using Torghut.Sandbox.Alpaca.Http;

namespace Torghut.Sandbox.Alpaca.Control;

/// <summary>The fault panel over HTTP: switch on, list, take away.</summary>
internal sealed class FaultEndpoints(FaultPanel panel, MarketFaultInjector market, UpdatesFaultInjector updates, AccountFaultInjector account)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("POST", "/_sim/faults", AddAsync);
        routes.On("GET", "/_sim/faults", c => JsonResponse.WriteAsync(c, panel.ToJson()));
        routes.On("DELETE", "/_sim/faults", c => Remove(c, null));
        routes.On("DELETE", "/_sim/faults/{id:long}",
            c => Remove(c, long.Parse((string)c.Request.RouteValues["id"]!, System.Globalization.CultureInfo.InvariantCulture)));
    }

    private async Task AddAsync(HttpContext context)
    {
        try
        {
            var body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject;
            var fault = panel.Add(body ?? throw RefusedException.Malformed("a fault is an object"));
            var response = fault.ToJson();
            if (FaultKinds.Immediate.Contains(fault.Kind))
            {
                try
                {
                    await InjectAsync(fault, body, response, context.RequestAborted);
                }
                finally
                {
                    if (fault.Kind != FaultKinds.MarketSlotHold)
                    {
                        panel.Clear(fault.Id);
                    }
                }
            }

            await JsonResponse.WriteAsync(context, response, StatusCodes.Status201Created);
        }
        catch (RefusedException refused)
        {
            await JsonResponse.WriteAsync(context, refused.ToJson(), refused.Status);
        }
        catch (JsonException)
        {
            await JsonResponse.WriteAsync(context, new JsonObject { ["message"] = "the body is not JSON" }, StatusCodes.Status400BadRequest);
        }
    }

    private async Task InjectAsync(Fault fault, JsonObject body, JsonObject response, CancellationToken cancellationToken)
    {
        if (fault.Kind == FaultKinds.AccountActivity)
        {
            response["activity"] = account.Strike(body);
            return;
        }

        response["struck"] = fault.Kind.StartsWith("market", StringComparison.Ordinal)
            ? await market.InjectAsync(fault, cancellationToken)
            : await updates.InjectAsync(fault, cancellationToken);
    }

    private Task Remove(HttpContext context, long? id)
    {
        panel.Clear(id);
        if (!panel.Has(FaultKinds.MarketSlotHold))
        {
            market.Reset();
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
