using System.Net.Http.Headers;
using System.Text.Json;
using Torghut.Ops.Cluster;

namespace Torghut.Ops.Actuation;

/// <summary>Pull requests by GitHub's REST API (<see href="https://docs.github.com/en/rest/pulls/pulls"/>).</summary>
internal sealed class GitHubPullRequests : IPullRequests, IDisposable
{
    private const int MaxResponseBytes = 4 << 20;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly string _owner;
    private readonly Uri _pulls;

    public GitHubPullRequests(ActuationOptions options, string token)
    {
        _owner = options.Repository.Split('/')[0];
        var api = options.Api!.AbsoluteUri.EndsWith('/') ? options.Api : new Uri(options.Api.AbsoluteUri + "/");
        _pulls = new Uri(api, $"repos/{options.Repository}/pulls");
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout, MaxResponseContentBufferSize = MaxResponseBytes };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("torghut-ops", null));
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.github+json"));
        _http.DefaultRequestHeaders.Add("X-GitHub-Api-Version", "2022-11-28");
        if (token.Length > 0)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public async Task<string?> FindAsync(string branch, CancellationToken cancellationToken)
    {
        var query = new Uri(_pulls, $"?state=all&per_page=100&head={Uri.EscapeDataString($"{_owner}:{branch}")}");
        var found = await SendAsync(new HttpRequestMessage(HttpMethod.Get, query), cancellationToken);
        if (found.ValueKind != JsonValueKind.Array)
        {
            throw new ActuationException("The Git host answered no list of pull requests.");
        }

        // A host that does not know the filter answers with all that there are.
        var own = found.EnumerateArray().Where(request => request.Text("head", "ref") == branch).Take(1).ToList();
        return own.Count > 0 ? AddressOf(own[0]) : null;
    }

    public async Task<string> OpenAsync(string branch, string into, string title, string body, CancellationToken cancellationToken)
    {
        var content = JsonContent.Create(new Dictionary<string, string> { ["title"] = title, ["head"] = branch, ["base"] = into, ["body"] = body });
        return AddressOf(await SendAsync(new HttpRequestMessage(HttpMethod.Post, _pulls) { Content = content }, cancellationToken));
    }

    public void Dispose() => _http.Dispose();

    private static string AddressOf(JsonElement request) =>
        request.Text("html_url") ?? throw new ActuationException("The Git host answered no pull request.");

    private async Task<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            try
            {
                using var response = await _http.SendAsync(request, cancellationToken);
                if (!response.IsSuccessStatusCode)
                {
                    throw new ActuationException($"The Git host answered {(int)response.StatusCode} to {request.Method} {request.RequestUri!.AbsolutePath}.");
                }

                using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
                return json.RootElement.Clone();
            }
            catch (Exception failure) when (failure is HttpRequestException or JsonException
                || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                throw new ActuationException($"The Git host did not answer: {failure.Message}", failure);
            }
        }
    }
}
