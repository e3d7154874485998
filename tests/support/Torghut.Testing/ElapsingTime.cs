using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Torghut.Testing;

/// <summary>
/// A clock that jumps to the end of every wait as soon as it begins, so that a test of retries takes no time and reads what was waited. Limits are no waits:
/// a time-out stays pending until waits, or the test, have moved the clock past it.
/// </summary>
/// <param name="limits">Durations of the time-outs under test.</param>
public sealed class ElapsingTime(params TimeSpan[] limits) : FakeTimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    /// <summary>Everything that was waited, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    /// <summary>Called with a wait before the clock jumps; it may cancel the waiting.</summary>
    public Action<TimeSpan>? Waiting { get; set; }

    /// <summary>Whether waits stand still, as on a machine whose clock nobody moves.</summary>
    public bool Frozen { get; set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || limits.Contains(dueTime))
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        _waits.Enqueue(dueTime);
        Waiting?.Invoke(dueTime);
        if (Frozen)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        Advance(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
