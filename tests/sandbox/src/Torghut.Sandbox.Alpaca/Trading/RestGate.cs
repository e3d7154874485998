using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Torghut.Sandbox.Alpaca.Broker;
using Torghut.Sandbox.Alpaca.Faults;
using Torghut.Sandbox.Alpaca.Http;

namespace Torghut.Sandbox.Alpaca.Trading;

/// <summary>
/// What every REST request goes through: the ledger (trading only), faults before the work, credentials, the rate limit, the work,
/// faults after it, the answer.
/// </summary>
internal sealed class RestGate(AlpacaSimulatorOptions options, Ledger ledger, FaultPanel faults, RateLimit limit, CancellationToken cancellationToken)
{
    private const int MaxBody = 256 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Handles a trading request.</summary>
    public Task TradeAsync(HttpContext context, Func<HttpRequest, JsonObject, RestResponse> work) =>
        RunAsync(context, work, trading: true);

    /// <summary>Handles a data request, which has its own error for bad credentials.</summary>
    public Task DataAsync(HttpContext context, Func<HttpRequest, RestResponse> work) =>
        RunAsync(context, (request, _) => work(request), trading: false);

    private async Task RunAsync(HttpContext context, Func<HttpRequest, JsonObject, RestResponse> work, bool trading)
    {
        var request = context.Request;
        var text = await ReadBodyAsync(request);
        var body = Parse(text);
        var isMutation = trading && !HttpMethods.IsGet(request.Method);
        var entry = isMutation ? ledger.Append("request", Describe(request, body, text)) : 0;
        string? Attribute(string key) => key switch
        {
            "method" => request.Method,
            "path" => request.Path.Value,
            "api" => trading ? "trading" : "data",
            _ => (body?[key] ?? request.Query[key].FirstOrDefault())?.ToString(),
        };

        if (await RestFaults.BeforeAsync(context, faults, Attribute, options, cancellationToken) is { } early)
        {
            await RespondAsync(context, early, entry, delivered: early.Status != 0);
            return;
        }

        var response = limit.Refusal(context.Response.Headers) ?? Unauthorized(request, trading) ?? Work(request, body, text, work);
        var late = await RestFaults.AfterAsync(context, faults, Attribute, options, cancellationToken);
        if (entry != 0)
        {
            ledger.Append("answer", ResponseFields(entry, response, delivered: late is null));
        }

        await RespondAsync(context, late ?? response, entry: 0, delivered: true);
    }

    private RestResponse? Unauthorized(HttpRequest request, bool trading)
    {
        if (Credentials.From(request) is { } credentials && credentials.Match(options))
        {
            return null;
        }

        return trading
            ? new RestResponse(StatusCodes.Status401Unauthorized, new JsonObject { ["message"] = "unauthorized." })
            : new RestResponse(StatusCodes.Status403Forbidden, new JsonObject { ["message"] = "forbidden." });
    }

    private static RestResponse Work(HttpRequest request, JsonObject? body, string text, Func<HttpRequest, JsonObject, RestResponse> work)
    {
        if (body is null && text.Length > 0)
        {
            return new RestResponse(StatusCodes.Status400BadRequest, new JsonObject { ["code"] = 40010000, ["message"] = "request body format is invalid" });
        }

        try
        {
            return work(request, body ?? []);
        }
        catch (RefusedException refused)
        {
            return new RestResponse(refused.Status, refused.ToJson());
        }
    }

    private static async Task<string> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength > MaxBody)
        {
            return "{too large";
        }

        using var reader = new StreamReader(request.Body);
        return await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text, null, Strict) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject Describe(HttpRequest request, JsonObject? body, string text) => new()
    {
        ["method"] = request.Method,
        ["path"] = request.Path.Value + request.QueryString.Value,
        ["client_order_id"] = body?["client_order_id"]?.ToString(),
        ["body"] = body is null ? text : body.DeepClone(),
    };

    private static JsonObject ResponseFields(long entry, RestResponse response, bool delivered) => new()
    {
        ["request"] = entry,
        ["status"] = response.Status,
        ["code"] = (response.Body as JsonObject)?["code"]?.DeepClone(),
        ["message"] = (response.Body as JsonObject)?["message"]?.DeepClone(),
        ["order_id"] = (response.Body as JsonObject)?["id"]?.DeepClone(),
        ["delivered"] = delivered,
    };

    private async Task RespondAsync(HttpContext context, RestResponse response, long entry, bool delivered)
    {
        if (entry != 0)
        {
            ledger.Append("answer", ResponseFields(entry, response, delivered));
        }

        if (response.Status == 0)
        {
            context.Abort();
            return;
        }

        foreach (var (name, value) in response.Headers ?? new Dictionary<string, string>())
        {
            context.Response.Headers[name] = value;
        }

        if (response.Body is null && response.Raw is null)
        {
            context.Response.StatusCode = response.Status;
            return;
        }

        await (response.Raw is null
            ? JsonResponse.WriteAsync(context, response.Body, response.Status) : JsonResponse.WriteRawAsync(context, response.Raw, response.Status));
    }
}
