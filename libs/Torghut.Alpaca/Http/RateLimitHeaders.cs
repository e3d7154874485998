using System.Globalization;
using System.Net.Http.Headers;

namespace Torghut.Alpaca;

/// <summary>Reads when a rate limit ends.</summary>
internal static class RateLimitHeaders
{
    private const long LastUnixSecond = 253_402_300_799;

    public static DateTimeOffset? ReadReset(HttpResponseHeaders headers, TimeProvider time)
    {
        if (headers.TryGetValues("X-RateLimit-Reset", out var values)
            && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= LastUnixSecond)
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        return headers.RetryAfter switch
        {
            { Date: { } date } => date,
            { Delta: { } delta } when delta < TimeSpan.FromDays(1) => time.GetUtcNow() + delta,
            _ => null,
        };
    }
}
