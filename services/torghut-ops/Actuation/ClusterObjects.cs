using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Ops.Cluster;

namespace Torghut.Ops.Actuation;

/// <summary>Objects by the cluster's API. The authority is the cluster's own, and the certificate has to name the host.</summary>
internal sealed class ClusterObjects : ILiveObjects, IDisposable
{
    private const int MaxResponseBytes = 4 << 20;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly EmergencyOptions _options;
    private readonly HttpClient _http;

    public ClusterObjects(EmergencyOptions options)
    {
        _options = options;
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        if (options.Api!.Scheme == Uri.UriSchemeHttps)
        {
            X509Certificate2Collection authorities = [];
            authorities.ImportFromPemFile(options.CaFile);
            handler.SslOptions.CertificateChainPolicy = ClusterTransport.ChainOf(authorities);
        }

        _http = new HttpClient(handler) { BaseAddress = options.Api, Timeout = Timeout, MaxResponseContentBufferSize = MaxResponseBytes };
    }

    public async Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public Task PatchAsync(string path, JsonObject patch, bool strategic, CancellationToken cancellationToken)
    {
        var type = strategic ? "application/strategic-merge-patch+json" : "application/merge-patch+json";
        return SendAsync(HttpMethod.Patch, path, new StringContent(patch.ToJsonString(), Encoding.UTF8, type), cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        try
        {
            // The cluster replaces it while we run.
            var token = (await File.ReadAllTextAsync(_options.TokenFile, cancellationToken)).Trim();
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await _http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken)) as JsonObject
                    ?? throw new LiveObjectException($"{method} {path} gave no object", null)
                : throw new LiveObjectException($"{method} {path} was answered by {(int)response.StatusCode}", (int)response.StatusCode);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or IOException or UnauthorizedAccessException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new LiveObjectException($"{method} {path} failed: {failure.Message}", null, failure);
        }
    }
}
