using System.Net;
using System.Text;
using System.Text.Json;
using Torghut.Common.Resilience;

namespace Torghut.Ops.Cluster;

/// <summary>
/// Asks the cluster's API server. Only an emergency change patches; all else reads. What connections depend on may be rotated while it is used.
/// </summary>
internal sealed class ClusterClient(ClusterOptions options, TimeProvider time) : IDisposable
{
    /// <summary>Objects a page of a list.</summary>
    private const int Page = 250;

    private readonly ClusterCredentials _credentials = new(options);
    private readonly Lock _opening = new();
    private readonly List<HttpClient> _retired = [];
    private ClusterConnection? _connection;

    public bool IsThere => options.IsThere;

    /// <exception cref="HttpStatusException">The server answered, but not with the object.</exception>
    /// <exception cref="JsonException">The answer is no JSON object.</exception>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(() => new(HttpMethod.Get, path[1..]), HttpCompletionOption.ResponseContentRead, cancellationToken);
        return await ObjectOfAsync(response, cancellationToken);
    }

    /// <summary>Patches an object; the object as it is then.</summary>
    /// <param name="type">The patch's media type, which says how lists are merged.</param>
    /// <exception cref="HttpStatusException">The server refused it.</exception>
    public async Task<JsonElement> PatchAsync(string path, string patch, string type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(
            () => new(HttpMethod.Patch, path[1..]) { Content = new StringContent(patch, Encoding.UTF8, type) }, HttpCompletionOption.ResponseContentRead,
            cancellationToken);
        return await ObjectOfAsync(response, cancellationToken);
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
        () => new(HttpMethod.Get, $"{resource.Path[1..]}?watch=1&allowWatchBookmarks=true&resourceVersion={Uri.EscapeDataString(version)}"
            + $"&timeoutSeconds={(long)lifetime.TotalSeconds}"),
        HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    public void Dispose()
    {
        foreach (var http in _retired)
        {
            http.Dispose();
        }

        _connection?.Http.Dispose();
    }

    private static async Task<JsonElement> ObjectOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new JsonException("no JSON object");
    }

    private async Task<ClusterList> ListAsync(ClusterResource resource, int limit, CancellationToken cancellationToken)
    {
        Dictionary<string, JsonElement> objects = new(StringComparer.Ordinal);
        for (var next = ""; ;)
        {
            var query = $"{resource.Path[1..]}?limit={limit}{(next.Length == 0 ? "" : $"&continue={Uri.EscapeDataString(next)}")}";
            using var response = await SendAsync(
                () => new(HttpMethod.Get, query), HttpCompletionOption.ResponseContentRead, cancellationToken);
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

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await SendOnceAsync(make, completion, cancellationToken);
        }
        catch (HttpRequestException broken) when (broken.StatusCode is null && !cancellationToken.IsCancellationRequested && Renew())
        {
            // Another authority signs the server's certificate now, or ours is not accepted any more.
            response = await SendOnceAsync(make, completion, cancellationToken);
        }

        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            // A token lives for an hour and less, and the file holds the next one before; so does that of a certificate.
            response.Dispose();
            _credentials.Forget();
            Renew();
            response = await SendOnceAsync(make, completion, cancellationToken);
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

    private async Task<HttpResponseMessage> SendOnceAsync(
        Func<HttpRequestMessage> make, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        using var request = make();
        await _credentials.AddAsync(request, cancellationToken);
        return await Http().SendAsync(request, completion, cancellationToken);
    }

    private HttpClient Http()
    {
        lock (_opening)
        {
            return (_connection ??= ClusterTransport.Open(_credentials.Read())).Http;
        }
    }

    /// <summary>Reads the configuration again; whether connections are others now. What still runs on those of before goes on there.</summary>
    private bool Renew()
    {
        lock (_opening)
        {
            try
            {
                var configuration = _credentials.Read();
                if (_connection is null || ClusterTransport.IdentityOf(configuration) == _connection.Identity)
                {
                    return false;
                }

                var renewed = ClusterTransport.Open(configuration);
                _retired.Add(_connection.Http);
                _connection = renewed;
                _credentials.Forget();
                return true;
            }
            catch (Exception unusable) when (unusable is ClusterConfigurationException or IOException or FormatException or UnauthorizedAccessException)
            {
                // A file that is just being written; the next failure reads it again.
                return false;
            }
        }
    }
}
