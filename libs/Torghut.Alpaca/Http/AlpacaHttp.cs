using System.Text.Json;

namespace Torghut.Alpaca;

/// <summary>One request, one answer: bounded, authenticated, never repeated, every failure an <see cref="AlpacaApiException"/>.</summary>
internal sealed class AlpacaHttp(HttpClient http, AlpacaRestOptions options, TimeProvider time)
{
    private readonly string _root = options.BaseAddress.AbsoluteUri.TrimEnd('/');

    /// <summary>Sends a request and reads its answer with <paramref name="read"/>.</summary>
    /// <param name="changes">Whether the call changes something at the broker, so that some failures leave its outcome unknown.</param>
    public async Task<T> SendAsync<T>(
        HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte>? json, bool changes, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        var body = await ExchangeAsync(method, pathAndQuery, json, changes, cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = options.MaxJsonDepth, AllowDuplicateProperties = false });
            return read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new AlpacaApiException($"The answer to {method} {PathOf(pathAndQuery)} could not be read: {exception.Message}", exception)
            {
                IsTransient = true,
                OutcomeUnknown = changes,
                Body = ApiErrors.Sample(body.Span),
            };
        }
    }

    /// <summary>Sends a request whose answer says nothing beyond its status.</summary>
    public async Task SendAsync(HttpMethod method, string pathAndQuery, bool changes, CancellationToken cancellationToken) =>
        await ExchangeAsync(method, pathAndQuery, null, changes, cancellationToken);

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
        catch (Exception exception) when (exception is HttpRequestException or IOException)
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
