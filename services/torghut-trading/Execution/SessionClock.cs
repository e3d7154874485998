namespace Torghut.Trading.Execution;

/// <summary>
/// The broker's clock as it was read, carried on by this machine's monotonic time: an order is judged by the market's time at which it leaves, however long
/// ago the broker was asked.
/// </summary>
/// <param name="read">What the broker said.</param>
/// <param name="readAt">Timestamp of <paramref name="time"/> from before the broker was asked, so that the time told is rather late than early.</param>
/// <param name="time">Monotonic time.</param>
internal sealed class SessionClock(MarketClock read, long readAt, TimeProvider time)
{
    /// <summary>What the broker said.</summary>
    public MarketClock Read => read;

    /// <summary>Whether nothing passes while this machine works, as in a replay.</summary>
    public bool StandsStill => read.StandsStill;

    /// <summary>Market time now.</summary>
    public DateTimeOffset Now => read.StandsStill ? read.Now : read.Now + time.GetElapsedTime(readAt);

    /// <summary>Whether the session that was open when the broker was asked has not ended since. One that opened since is learnt of by asking again.</summary>
    public bool IsOpen => read.IsOpen && Now < read.NextClose;

    /// <exception cref="BrokerException">The broker did not answer.</exception>
    public static async Task<SessionClock> ReadAsync(IBroker broker, TimeProvider time, CancellationToken cancellationToken)
    {
        var before = time.GetTimestamp();
        return new SessionClock(await broker.GetClockAsync(cancellationToken), before, time);
    }
}
