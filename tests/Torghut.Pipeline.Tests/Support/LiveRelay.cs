using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Support;

/// <summary>Stands before torghut-trading, whose status it gives on as that of one that trades for real: nothing in a sandbox does.</summary>
internal sealed class LiveRelay : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _http;

    public LiveRelay(Uri trading)
    {
        _http = new HttpClient { BaseAddress = trading };
        Address = new Uri($"http://127.0.0.1:{ServiceProcess.FreePort()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    public void Dispose()
    {
        _listener.Close();
        _http.Dispose();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException or HttpRequestException)
            {
                // The caller went away, or the drill is over.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var answer = await _http.GetAsync(new Uri(context.Request.RawUrl!, UriKind.Relative));
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
        if (body["switches"] is JsonObject switches)
        {
            body["mode"] = "live";
            switches["live_enabled"] = true;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = "application/json";
        await using var output = context.Response.OutputStream;
        await output.WriteAsync(Encoding.UTF8.GetBytes(body.ToJsonString()));
    }
}
