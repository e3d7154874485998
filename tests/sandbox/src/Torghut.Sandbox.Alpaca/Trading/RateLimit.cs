using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Torghut.Sandbox.Alpaca.Http;

namespace Torghut.Sandbox.Alpaca.Trading;

/// <summary>Counts requests in windows of a minute and tells the client in headers how many are left.</summary>
internal sealed class RateLimit(int? perMinute, TimeProvider time)
{
    private readonly Lock _gate = new();
    private long _window;
    private int _used;

    /// <summary>Counts a request; gives the refusal when there were too many.</summary>
    public RestResponse? Refusal(IHeaderDictionary headers)
    {
        if (perMinute is not { } limit)
        {
            return null;
        }

        int remaining;
        long window;
        lock (_gate)
        {
            window = time.GetUtcNow().ToUnixTimeSeconds() / 60;
            _used = window == _window ? _used + 1 : 1;
            _window = window;
            remaining = limit - _used;
        }

        headers["X-RateLimit-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Remaining"] = Math.Max(0, remaining).ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = ((window + 1) * 60).ToString(CultureInfo.InvariantCulture);
        return remaining >= 0 ? null : new RestResponse(429, new JsonObject { ["code"] = 42910000, ["message"] = "rate limit exceeded" });
    }
}
