using System.Net;
using System.Text.Json;
using Torghut.Common.Resilience;

namespace Torghut.Ops.Cluster;

/// <summary>Asks the cluster's API server. It reads and never writes.</summary>
internal sealed class ClusterClient(ClusterOptions options, TimeProvider time) : IDisposable
{
    /// <summary>Objects a page of a list.</summary>
    private const int Page = 250;

    private readonly ClusterCredentials _credentials = new(options);
    private readonly Lock _opening = new();
    private HttpClient? _http;

    public bool IsThere => options.IsThere;

    /// <exception cref="HttpStatusException">The server answered, but not with the object.</exception>
    /// <exception cref="JsonException">The answer is no JSON object.</exception>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(path, HttpCompletionOption.ResponseContentRead, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new JsonException("no JSON object");
    }

    /// <summary>Every object of a kind, page by page; when the server lost the list's version in between, once more and whole.</summary>
    public async Task<ClusterList> ListAsync(ClusterResource resource, CancellationToken cancellationToken)
    {
        try
        {
            return await ListAsync(resource, Page, cancellationToken);
        }
        catch (HttpStatusException gone) when (gone.StatusCode == HttpStatusCode.Gone)
        {
            return await ListAsync(resource, limit: 0, cancellationToken);
        }
    }

    /// <summary>Opens a watch from a version on; the caller reads lines of JSON from the answer and disposes of it.</summary>
    public Task<HttpResponseMessage> WatchAsync(ClusterResource resource, string version, TimeSpan lifetime, CancellationToken cancellationToken) => SendAsync(
        $"{resource.Path}?watch=1&allowWatchBookmarks=true&resourceVersion={Uri.EscapeDataString(version)}&timeoutSeconds={(long)lifetime.TotalSeconds}",
        HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    public void Dispose() => _http?.Dispose();

    private async Task<ClusterList> ListAsync(ClusterResource resource, int limit, CancellationToken cancellationToken)
    {
        Dictionary<string, JsonElement> objects = new(StringComparer.Ordinal);
        for (var next = ""; ;)
        {
            using var response = await SendAsync(
                $"{resource.Path}?limit={limit}{(next.Length == 0 ? "" : $"&continue={Uri.EscapeDataString(next)}")}",
                HttpCompletionOption.ResponseContentRead, cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var page = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            if (!page.RootElement.TryGet("items", out var items) || items.ValueKind != JsonValueKind.Array
                || page.RootElement.Text("metadata", "resourceVersion") is not { Length: > 0 } version)
            {
                throw new JsonException("no list of objects");
            }

            foreach (var item in items.EnumerateArray())
            {
                objects[item.Text("metadata", "name") ?? throw new JsonException("an object without a name")] = item.Clone();
            }

            next = page.RootElement.Text("metadata", "continue") ?? "";
            if (next.Length == 0)
            {
                return new ClusterList(objects, version);
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string path, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        var response = await SendOnceAsync(path, completion, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            // A token lives for an hour and less, and the file holds the next one before.
            response.Dispose();
            _credentials.Forget();
            response = await SendOnceAsync(path, completion, cancellationToken);
        }

        try
        {
            HttpStatusException.ThrowIfUnsuccessful(response, time);
            return response;
        }
        catch (HttpStatusException)
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(string path, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path[1..]);
        await _credentials.AddAsync(request, cancellationToken);
        return await Http().SendAsync(request, completion, cancellationToken);
    }

    private HttpClient Http()
    {
        lock (_opening)
        {
            return _http ??= ClusterTransport.Open(_credentials.Read());
        }
    }
}
