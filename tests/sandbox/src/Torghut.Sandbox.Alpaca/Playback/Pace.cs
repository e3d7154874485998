using Torghut.Contracts.Time;

namespace Torghut.Sandbox.Alpaca.Playback;

/// <summary>
/// How far market time may have come. When the sockets or a busy machine hold the source back for more than a second, the lost time is
/// made good at no more than twice the speed, not in one burst: the market's clock comes back to where it would have been.
/// </summary>
internal sealed class Pace(TimeProvider time, double speed)
{
    private const int FastestCatchUp = 2;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(10);

    private readonly long _toleratedLag = (long)(speed * Nanos.PerSecond);
    private long _realStart;
    private long _marketStart;
    private long _asked;
    private long _allowed;

    /// <summary>Begins at a market time that belongs to a moment of the time provider's.</summary>
    public void Start(long marketTime, long timestamp)
    {
        _realStart = timestamp;
        _marketStart = marketTime;
        _asked = timestamp;
        _allowed = marketTime;
    }

    /// <summary>The market time that may be reached now, given how far the source has come.</summary>
    public long Target(long reached)
    {
        if (speed == 0)
        {
            return long.MaxValue;
        }

        var now = time.GetTimestamp();
        var due = _marketStart + MarketTime(_realStart, now);
        if (due - reached > _toleratedLag)
        {
            // What may be made good since the last look, never less than what was allowed then and not yet reached.
            due = Math.Min(due, Math.Max(_allowed, reached + (FastestCatchUp * Math.Min(MarketTime(_asked, now), _toleratedLag))));
        }

        _asked = now;
        _allowed = due;
        return due;
    }

    /// <summary>How long to sleep before a market time may have come: 1 to 10 ms.</summary>
    public TimeSpan Until(long marketTime, long target)
    {
        var milliseconds = speed == 0 ? 0 : (marketTime - target) / speed / Nanos.PerMillisecond;
        return milliseconds >= Longest.TotalMilliseconds ? Longest : TimeSpan.FromMilliseconds(Math.Max(Shortest.TotalMilliseconds, milliseconds));
    }

    private long MarketTime(long from, long until) =>
        (long)(time.GetElapsedTime(from, until).TotalMilliseconds * Nanos.PerMillisecond * speed);
}
