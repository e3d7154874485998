namespace Torghut.Trading.Safety;

/// <summary>Holds submissions back until the broker's rate limit resets.</summary>
internal sealed class BrokerRateLimiter(TimeProvider time)
{
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;

    public bool IsOpen => time.GetUtcNow() >= _notBefore;

    /// <param name="until">When the broker said; null when it did not.</param>
    public void Close(DateTimeOffset? until)
    {
        var now = time.GetUtcNow();
        var wanted = until ?? now + DefaultPause;
        _notBefore = wanted > now + LongestPause ? now + LongestPause : wanted;
    }
}
