namespace Torghut.Sandbox.Alpaca.Market;

/// <summary>
/// How far market time may have come. When the sockets hold the source back for more than a second, the lost time is given up
/// instead of being caught up in one burst.
/// </summary>
internal sealed class Pace(TimeProvider time, double speed)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(10);

    private readonly long _toleratedLag = (long)(speed * NewYork.NanosecondsPerSecond);
    private long _realStart;
    private long _marketStart;

    public void Start(long marketTime)
    {
        _realStart = time.GetTimestamp();
        _marketStart = marketTime;
    }

    /// <summary>The market time that may be reached now, given how far the source has come.</summary>
    public long Target(long reached)
    {
        if (speed == 0)
        {
            return long.MaxValue;
        }

        var target = _marketStart + (long)(time.GetElapsedTime(_realStart).TotalMilliseconds * NewYork.NanosecondsPerMillisecond * speed);
        var lag = target - reached;
        if (lag <= _toleratedLag)
        {
            return target;
        }

        _marketStart -= lag - _toleratedLag;
        return target - (lag - _toleratedLag);
    }

    /// <summary>How long to sleep before a market time may have come: 1 to 10 ms.</summary>
    public TimeSpan Until(long marketTime, long target)
    {
        var milliseconds = speed == 0 ? 0 : (marketTime - target) / speed / NewYork.NanosecondsPerMillisecond;
        return milliseconds >= Longest.TotalMilliseconds ? Longest : TimeSpan.FromMilliseconds(Math.Max(Shortest.TotalMilliseconds, milliseconds));
    }
}
