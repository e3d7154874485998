namespace Torghut.Trading.Safety;

/// <summary>
/// Holds submissions back until the broker's rate limit resets, by monotonic time. The broker's clock and this machine's may differ, so a reset that is said
/// to lie in the past, or is not said at all, is waited for at least a second, and longer each time that the broker refuses again.
/// </summary>
internal sealed class BrokerRateLimiter(TimeProvider time)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestGuess = TimeSpan.FromSeconds(32);

    private readonly Lock _changing = new();
    private long _closedAt;
    private TimeSpan _pause = TimeSpan.Zero;
    private TimeSpan _guess = ShortestPause;

    public bool IsOpen
    {
        get
        {
            lock (_changing)
            {
                return time.GetElapsedTime(_closedAt) >= _pause;
            }
        }
    }

    /// <summary>The broker asked for a pause.</summary>
    /// <param name="until">Machine time at which it ends as the broker says; null when it did not.</param>
    public void Close(DateTimeOffset? until)
    {
        lock (_changing)
        {
            var asked = until is { } end ? end - time.GetUtcNow() : TimeSpan.Zero;
            Pause(asked > LongestPause ? LongestPause : asked > _guess ? asked : _guess);
            _guess = _guess * 2 < LongestGuess ? _guess * 2 : LongestGuess;
        }
    }

    /// <summary>The broker was not reached; the next attempt is not made at once.</summary>
    public void Rest()
    {
        lock (_changing)
        {
            Pause(ShortestPause);
        }
    }

    /// <summary>The broker took a request.</summary>
    public void Open()
    {
        lock (_changing)
        {
            _guess = ShortestPause;
        }
    }

    private void Pause(TimeSpan pause) => (_closedAt, _pause) = (time.GetTimestamp(), pause);
}
