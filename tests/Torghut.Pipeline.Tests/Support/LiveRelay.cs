using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Support;

/// <summary>Stands before torghut-trading, whose status it gives on as that of one that trades for real: nothing in a sandbox does.</summary>
internal sealed class LiveRelay : IAsyncDisposable
{
    private readonly HttpStub _server;
    private readonly HttpClient _http;

    private LiveRelay(HttpStub server, HttpClient http) => (_server, _http) = (server, http);

    public Uri Address => _server.Address;

    public static async Task<LiveRelay> StartAsync(Uri trading)
    {
        var http = new HttpClient { BaseAddress = trading };
        return new LiveRelay(await HttpStub.StartAsync(context => AnswerAsync(context, http)), http);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
    }

    private static async Task AnswerAsync(HttpContext context, HttpClient trading)
    {
        using var answer = await trading.GetAsync(new Uri(context.Request.GetEncodedPathAndQuery(), UriKind.Relative));
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
        if (body["switches"] is JsonObject switches)
        {
            body["mode"] = "live";
            switches["live_enabled"] = true;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString());
    }
}
