using System.Net;
using System.Text;
using System.Text.Json;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>A provider that answers as it is told, and keeps what it was asked.</summary>
internal sealed class ScriptedProvider(Func<string, CancellationToken, Task<HttpResponseMessage>> respond) : HttpMessageHandler
{
    private readonly List<string> _asked = [];

    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_asked)
            {
                return [.. _asked];
            }
        }
    }

    public IReadOnlyList<Uri> Addresses { get; private set; } = [];

    public string? Authorization { get; private set; }

    /// <summary>Answers to what was asked about with these words around the subject.</summary>
    public static ScriptedProvider Saying(Func<string, string> content) =>
        new((body, _) => Task.FromResult(Ok(Answers.Body(content(SubjectOf(body))))));

    public static ScriptedProvider Hanging() => new(async (_, cancellationToken) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return Ok("");
    });

    public static ScriptedProvider Failing(HttpStatusCode status, string body = "{}") => new((_, _) => Task.FromResult(
        new HttpResponseMessage(status) { Content = new StringContent(body) }));

    public static HttpResponseMessage Ok(string body) => new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public static string SubjectOf(string body) => Context(body).GetProperty("subject").GetString()!;

    /// <summary>What the model was told.</summary>
    public static JsonElement Context(string body)
    {
        using var document = JsonDocument.Parse(body);
        using var context = JsonDocument.Parse(document.RootElement.GetProperty("messages")[1].GetProperty("content").GetString()!);
        return context.RootElement.Clone();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        lock (_asked)
        {
            _asked.Add(body);
            Addresses = [.. Addresses, request.RequestUri!];
        }

        Authorization = request.Headers.Authorization?.ToString();
        return await respond(body, cancellationToken);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => throw new NotSupportedException();
}
