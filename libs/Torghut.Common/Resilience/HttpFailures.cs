using System.Net;

namespace Torghut.Common.Resilience;

/// <summary>Which failures of an HTTP request may pass.</summary>
public static class HttpFailures
{
    /// <summary>
    /// Whether the same request may succeed later: it did not reach the server, its answer was cut off, or the status is 408, 425, 429 or 5xx. Another
    /// status, and an answer larger than allowed, come again.
    /// </summary>
    public static bool IsTransient(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => false,
        HttpRequestException { StatusCode: { } status } => IsTransient(status),
        _ => failure is HttpRequestException or IOException,
    };

    /// <summary>Whether an answer with this status may be another one later.</summary>
    public static bool IsTransient(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        || (int)status is 425 or >= 500;

    /// <summary>What the server asked for by <c>Retry-After</c>; null when it did not.</summary>
    public static TimeSpan? RetryAfter(Exception failure) => (failure as HttpStatusException)?.RetryAfter;
}
