using System.Net.Http.Headers;
using Torghut.Alpaca;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Lean;

/// <summary>
/// Places orders through a runner, once each: nothing is retried. A connection that was never made proves that nothing was accepted; everything that
/// goes wrong after that is unknown until the broker was asked.
/// </summary>
internal sealed class LeanBridgeClient(HttpClient http, LeanBridgeSettings settings, TimeProvider time)
{
    private const int MaxResponseBytes = 256 * 1024;
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(2);

    private readonly Uri _submit = new(settings.Address.AbsoluteUri.TrimEnd('/') + LeanContract.Submit);

    public async Task<SubmitOutcome> SubmitAsync(LeanOrderRequest order, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(settings.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = Request(order);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var body = await ReadAsync(response.Content, both.Token);
            return LeanResponse.Read((int)response.StatusCode, body, order, RetryAt(response.Headers.RetryAfter));
        }
        catch (HttpRequestException never) when (NeverConnected(never))
        {
            return new SubmitOutcome.NotAccepted("runner_unreachable", null, MayGoElsewhere: true);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            return new SubmitOutcome.Unknown($"the runner's answer was lost: {lost.Message}");
        }
        catch (OperationCanceledException)
        {
            return new SubmitOutcome.Unknown($"the runner did not answer within {settings.Timeout.TotalSeconds} s");
        }
    }

    private HttpRequestMessage Request(LeanOrderRequest order)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _submit) { Content = new SentContent(order.ToUtf8()) };
        request.Headers.Add(LeanContract.IdempotencyKey, order.ClientOrderId);
        request.Headers.Add(LeanContract.CorrelationId, order.ClientOrderId);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (settings.Token.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
        }

        return request;
    }

    private static bool NeverConnected(HttpRequestException failure) => failure.HttpRequestError
        is HttpRequestError.NameResolutionError
        or HttpRequestError.ConnectionError
        or HttpRequestError.SecureConnectionError
        or HttpRequestError.ProxyTunnelError;

    private DateTimeOffset? RetryAt(RetryConditionHeaderValue? retry)
    {
        if (retry?.Delta is not { } delay)
        {
            return null;
        }

        return time.GetUtcNow() + (delay < LongestRetry ? delay : LongestRetry);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxResponseBytes + 1];
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= MaxResponseBytes ? buffer.AsMemory(0, length) : throw new IOException($"The answer is larger than {MaxResponseBytes} bytes.");
    }
}

/// <param name="Address">Root of the runner.</param>
/// <param name="Timeout">From the request to the last byte of its answer.</param>
/// <param name="Token">Bearer token; empty sends none.</param>
internal sealed record LeanBridgeSettings(Uri Address, TimeSpan Timeout, string Token);
