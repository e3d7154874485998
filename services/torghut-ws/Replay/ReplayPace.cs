using Torghut.Contracts.Time;

namespace Torghut.Ws.Replay;

/// <summary>Lets market time pass as many times faster than real time as was asked for.</summary>
internal sealed class ReplayPace(double speed, TimeProvider time)
{
    private static readonly TimeSpan Worthwhile = TimeSpan.FromMilliseconds(2);

    private long? _firstNanos;
    private long _startedAt;

    /// <summary>How long to wait before a message of that time; null for not at all.</summary>
    public TimeSpan? Wait(long timestampNanos)
    {
        if (speed <= 0)
        {
            return null;
        }

        if (_firstNanos is not { } first)
        {
            _firstNanos = timestampNanos;
            _startedAt = time.GetTimestamp();
            return null;
        }

        var due = TimeSpan.FromSeconds(Nanos.ToSeconds(timestampNanos - first) / speed);
        var wait = due - time.GetElapsedTime(_startedAt);
        return wait > Worthwhile ? wait : null;
    }
}
