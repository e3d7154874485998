namespace Torghut.Ops.Integration.Tests.TechnicalAnalysis;

/// <summary>A browser's EventSource without the browser: it keeps the id of the last whole event, and comes back with it.</summary>
internal sealed class EventStreamClient(Uri address, string symbols) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Id of the last event; null before the first.</summary>
    public string? LastEventId { get; set; }

    /// <summary>How many streams were opened.</summary>
    public int Connections { get; private set; }

    /// <summary>Events of one connection, until its end; the caller cuts it by reading no further.</summary>
    public async IAsyncEnumerable<StreamedEvent> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/api/torghut/ta/stream?symbols={symbols}", UriKind.Relative));
        if (LastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", LastEventId);
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), $"{response}");
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/event-stream"));
        Connections++;
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        var fields = new Dictionary<string, string>();
        while (await LineAsync(reader, cancellationToken) is { } line)
        {
            if (line.Length == 0 && fields.TryGetValue("id", out var id))
            {
                LastEventId = id;
                yield return new StreamedEvent(fields.GetValueOrDefault("event"), id, fields.GetValueOrDefault("data", ""));
            }

            if (line.Length == 0)
            {
                fields.Clear();
            }
            else if (line[0] != ':')
            {
                var parts = line.Split(": ", 2);
                fields[parts[0]] = parts[1];
            }
        }
    }

    public void Dispose() => _http.Dispose();

    /// <returns>Null at the end of the stream, however it ended.</returns>
    private static async Task<string?> LineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (Exception cut) when (cut is IOException or HttpRequestException)
        {
            return null;
        }
    }
}
