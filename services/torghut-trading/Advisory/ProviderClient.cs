using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using OpenAI;
using OpenAI.Chat;

namespace Torghut.Trading.Advisory;

/// <summary>
/// Asks an OpenAI-compatible endpoint once: no retries, no redirects, and not more bytes than <see cref="CompletionReader.MaxBytes"/>, whatever it sends.
/// </summary>
internal sealed class ProviderClient(HttpClient http)
{
    private readonly ConcurrentDictionary<ProviderEndpoint, ChatClient> _clients = new();

    /// <summary>Connections to a provider, for the service and its commands.</summary>
    public static SocketsHttpHandler Transport(ProviderOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = options.Timeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    /// <param name="endpoint">Who is asked.</param>
    /// <param name="body">The request.</param>
    /// <param name="limit">How long, and what it is called when that time is over.</param>
    /// <param name="cancellationToken">The service ends.</param>
    public async Task<ProviderReply> AskAsync(ProviderEndpoint endpoint, byte[] body, ReviewLimit limit, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limit.Time, limit.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var options = new RequestOptions { BufferResponse = false, ErrorOptions = ClientErrorBehaviors.NoThrow, CancellationToken = either.Token };
            using var content = BinaryContent.Create(BinaryData.FromBytes(body));
            var result = await _clients.GetOrAdd(endpoint, Create).CompleteChatAsync(content, options).WaitAsync(either.Token);
            return await ReadAsync(result.GetRawResponse(), either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProviderReply.Of(limit.Outcome);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or ClientResultException)
        {
            return ProviderReply.Of(deadline.IsCancellationRequested ? limit.Outcome : ReviewOutcome.Connection);
        }
    }

    private ChatClient Create(ProviderEndpoint endpoint) => new(
        endpoint.Model,
        new ApiKeyCredential(endpoint.ApiKey.Length > 0 ? endpoint.ApiKey : "none"),
        new OpenAIClientOptions
        {
            Endpoint = endpoint.Address,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            EnableDistributedTracing = false,
        });

    /// <summary>Disposing of the response itself would first read all that the other side still sends; its stream is closed instead.</summary>
    private static async Task<ProviderReply> ReadAsync(PipelineResponse response, CancellationToken cancellationToken)
    {
        var buffer = new byte[CompletionReader.MaxBytes];
        await using var stream = response.ContentStream ?? Stream.Null;
        var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, false, cancellationToken);
        return new ProviderReply(null, response.Status, buffer.AsMemory(0, count));
    }
}
