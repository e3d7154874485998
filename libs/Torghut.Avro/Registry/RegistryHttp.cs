using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Torghut.Avro.Registry;

/// <summary>Sends requests to a registry and turns every failure into a <see cref="SchemaRegistryException"/>.</summary>
internal sealed class RegistryHttp
{
    private const string ContentType = "application/vnd.schemaregistry.v1+json";
    private readonly HttpClient _http;
    private readonly SchemaRegistryConfig _config;
    private readonly Uri _base;

    public RegistryHttp(HttpClient http, SchemaRegistryConfig config)
    {
        _http = http;
        _config = config;
        _base = new Uri(config.Url.AbsoluteUri.TrimEnd('/') + "/");
    }

    public async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(_config.RequestTimeout);
        try
        {
            using var request = Request(method, path, body);
            using var response = await _http.SendAsync(request, timeout.Token);
            if (!response.IsSuccessStatusCode)
                throw await ErrorAsync(response, method, path, timeout.Token);
            return await response.Content.ReadFromJsonAsync<T>(timeout.Token) ?? throw new JsonException("the answer is null");
        }
        catch (HttpRequestException e)
        {
            throw new SchemaRegistryException($"{method} {path}: no answer from {_base}: {e.Message}", null, null, e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new SchemaRegistryException($"{method} {path}: no answer from {_base} within {_config.RequestTimeout}", null, null, e);
        }
        catch (JsonException e)
        {
            throw new SchemaRegistryException($"{method} {path}: the answer of {_base} is not what a registry says: {e.Message}", null, null, e);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, object? body)
    {
        var request = new HttpRequestMessage(method, new Uri(_base, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(ContentType));
        if (_config.BasicAuthUserInfo is { } user)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user)));
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), new MediaTypeHeaderValue(ContentType));
        return request;
    }

    private static async Task<SchemaRegistryException> ErrorAsync(HttpResponseMessage response, HttpMethod method, string path, CancellationToken ct)
    {
        var text = await response.Content.ReadAsStringAsync(ct);
        var error = TryParse(text);
        return new SchemaRegistryException(
            $"{method} {path}: {(int)response.StatusCode} {error?.Message ?? response.ReasonPhrase}", response.StatusCode, error?.Code);
    }

    // What stands before a registry answers its own errors in HTML or plain text; the status then says all there is.
    private static ErrorAnswer? TryParse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<ErrorAnswer>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
