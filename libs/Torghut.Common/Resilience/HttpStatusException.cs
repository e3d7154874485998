using System.Net;
using System.Net.Http.Headers;

namespace Torghut.Common.Resilience;

/// <summary>An HTTP server answered, but not with success.</summary>
public sealed class HttpStatusException : HttpRequestException
{
    private HttpStatusException(HttpResponseMessage response, TimeSpan? retryAfter)
        : base($"The answer was {(int)response.StatusCode} ({response.StatusCode}).", null, response.StatusCode) => RetryAfter = retryAfter;

    /// <summary>How long the server asked to be left alone, 0 or more; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <exception cref="HttpStatusException">The status is not one of success.</exception>
    public static void ThrowIfUnsuccessful(HttpResponseMessage response, TimeProvider time)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpStatusException(response, Read(response.StatusCode, response.Headers.RetryAfter, time));
        }
    }

    private static TimeSpan? Read(HttpStatusCode status, RetryConditionHeaderValue? header, TimeProvider time)
    {
        if (status is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
        {
            return null;
        }

        var asked = header?.Delta ?? (header?.Date - time.GetUtcNow());
        return asked > TimeSpan.Zero ? asked : null;
    }
}
