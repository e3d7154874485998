using System.Text.Json;
using Torghut.Alpaca.Trading;

namespace Torghut.Alpaca;

/// <summary>One request, one answer: bounded, authenticated, never repeated, every failure an <see cref="AlpacaApiException"/>.</summary>
internal sealed class AlpacaHttp(HttpClient http, AlpacaRestOptions options, TimeProvider time)
{
    private const int MaxListDepth = 512;

    /// <summary>What one item must keep does not end the list around it.</summary>
    private static readonly JsonDocumentOptions List = new() { MaxDepth = MaxListDepth, AllowDuplicateProperties = true };

    private readonly string _root = options.BaseAddress.AbsoluteUri.TrimEnd('/');

    private JsonDocumentOptions Strict => new() { MaxDepth = options.MaxJsonDepth, AllowDuplicateProperties = false };

    /// <summary>Sends a request and reads its answer with <paramref name="read"/>.</summary>
    /// <param name="changes">Whether the call changes something at the broker, so that some failures leave its outcome unknown.</param>
    public async Task<T> SendAsync<T>(
        HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte>? json, bool changes, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        var body = await ExchangeAsync(method, pathAndQuery, json, changes, cancellationToken);
        return Parse(body, Strict, $"{method} {PathOf(pathAndQuery)}", changes, read);
    }

    /// <summary>Sends a request whose answer is a list and reads it item by item.</summary>
    /// <param name="whenEmpty">What an answer without a body stands for; such an answer cannot be read when this is left out.</param>
    public async Task<ItemList<T>> SendListAsync<T>(
        HttpMethod method, string pathAndQuery, bool changes, Func<JsonElement, T> read, CancellationToken cancellationToken,
        ReadOnlyMemory<byte> whenEmpty = default)
    {
        var body = await ExchangeAsync(method, pathAndQuery, null, changes, cancellationToken);
        return Parse(
            body.IsEmpty ? whenEmpty : body, List, $"{method} {PathOf(pathAndQuery)}", changes, json => ItemJson.ReadList(json, Strict, read));
    }

    /// <summary>Sends a request whose answer is a page of items, each of which is read within its own bounds.</summary>
    /// <param name="read">Reads the page; it is given the bounds of one item, which the page around it need not keep.</param>
    public async Task<T> SendPageAsync<T>(
        HttpMethod method, string pathAndQuery, Func<JsonElement, JsonDocumentOptions, T> read, CancellationToken cancellationToken)
    {
        var body = await ExchangeAsync(method, pathAndQuery, null, false, cancellationToken);
        return Parse(body, List, $"{method} {PathOf(pathAndQuery)}", false, json => read(json, Strict));
    }

    /// <summary>Sends a request whose answer says nothing beyond its status.</summary>
    public async Task SendAsync(HttpMethod method, string pathAndQuery, bool changes, CancellationToken cancellationToken) =>
        await ExchangeAsync(method, pathAndQuery, null, changes, cancellationToken);

    private static T Parse<T>(ReadOnlyMemory<byte> body, JsonDocumentOptions bounds, string what, bool changes, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body, bounds);
            return read(document.RootElement);
        }
        catch (Exception exception) when (ItemJson.IsMisunderstanding(exception))
        {
            throw new AlpacaApiException($"The answer to {what} could not be read: {exception.Message}", exception)
            {
                IsTransient = true,
                IsMisunderstood = IsJson(body),
                OutcomeUnknown = changes,
                Body = ApiErrors.Sample(body.Span),
            };
        }
    }

    /// <summary>Whether the broker's answer arrived whole; a proxy's page and half an answer are none.</summary>
    private static bool IsJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, List);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private async Task<ReadOnlyMemory<byte>> ExchangeAsync(
        HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte>? json, bool changes, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.RequestTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var content = json is { } bytes ? new SentContent(bytes) : null;
        using var request = new HttpRequestMessage(method, _root + pathAndQuery) { Content = content };
        request.Headers.Add("APCA-API-KEY-ID", options.Credentials.KeyId);
        request.Headers.Add("APCA-API-SECRET-KEY", options.Credentials.SecretKey);
        var what = $"{method} {PathOf(pathAndQuery)}";
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var body = await BoundedBody.ReadAsync(response.Content, options.MaxResponseBytes, both.Token);
            return response.IsSuccessStatusCode
                ? body
                : throw ApiErrors.FromResponse((int)response.StatusCode, body.Span, RateLimitHeaders.ReadReset(response.Headers, time), changes, what);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AlpacaApiException($"{what} was not answered within {options.RequestTimeout.TotalSeconds} s.", exception)
            {
                IsTransient = true,
                OutcomeUnknown = changes && content is not { Began: false },
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            throw new AlpacaApiException($"{what} failed on the way: {exception.Message}", exception)
            {
                IsTransient = true,
                OutcomeUnknown = changes && content is not { Began: false } && !NeverLeft(exception),
            };
        }
    }

    private static bool NeverLeft(Exception exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
        or HttpRequestError.ProxyTunnelError,
    };

    private static string PathOf(string pathAndQuery)
    {
        var query = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? pathAndQuery : pathAndQuery[..query];
    }
}
