using Microsoft.Extensions.Time.Testing;

namespace Torghut.Testing;

/// <summary>
/// Time that a test moves, which knows whether anybody waits for it. Code that was woken has done its work when it waits again: to move time on before
/// that lets it oversleep, which a busy machine makes likely. A timer is waited for from when it can fire until it has: whoever set it may not have come to
/// the line after it yet, and its disposal comes later than its end.
/// </summary>
public sealed class ArmedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);

    private int _armed;

    /// <summary>How many timers are set and have not fired.</summary>
    public int Armed => Volatile.Read(ref _armed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var counted = new CountedTimer(change => Interlocked.Add(ref _armed, change));
        counted.Set(base.CreateTimer(
            given =>
            {
                counted.Fired();
                callback(given);
            },
            state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        counted.Change(dueTime, period);
        return counted;
    }

    /// <summary>Moves time and waits until whoever it woke waits again or has done what was awaited, or for a moment if neither comes.</summary>
    public async Task AdvanceAsync(TimeSpan by, Func<bool> isDone)
    {
        Advance(by);
        var began = System.GetTimestamp();
        while (Armed == 0 && !isDone() && System.GetElapsedTime(began) < Moment)
        {
            await Task.Yield();
        }
    }

    private sealed class CountedTimer(Action<int> count) : ITimer
    {
        private ITimer _timer = null!;
        private TimeSpan _period = Timeout.InfiniteTimeSpan;
        private int _isArmed;

        public void Set(ITimer timer) => _timer = timer;

        /// <summary>Before what it calls, which may set another.</summary>
        public void Fired()
        {
            if (_period == Timeout.InfiniteTimeSpan)
            {
                Count(armed: false);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            var changed = _timer.Change(dueTime, period);
            Count(armed: changed && dueTime != Timeout.InfiniteTimeSpan);
            return changed;
        }

        public void Dispose()
        {
            _timer.Dispose();
            Count(armed: false);
        }

        public ValueTask DisposeAsync()
        {
            Count(armed: false);
            return _timer.DisposeAsync();
        }

        private void Count(bool armed)
        {
            var now = armed ? 1 : 0;
            count(now - Interlocked.Exchange(ref _isArmed, now));
        }
    }
}
