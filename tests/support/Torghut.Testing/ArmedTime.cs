using Microsoft.Extensions.Time.Testing;

namespace Torghut.Testing;

/// <summary>
/// Time that a test moves, which knows whether anybody waits for it. Code that was woken has done its work when it waits again: to move time on before
/// that lets
/// it oversleep, which a busy machine makes likely.
/// </summary>
public sealed class ArmedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private int _armed;

    /// <summary>How many timers are set and have not been disposed.</summary>
    public int Armed => Volatile.Read(ref _armed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _armed);
        return new CountedTimer(base.CreateTimer(callback, state, dueTime, period), () => Interlocked.Decrement(ref _armed));
    }

    /// <summary>Moves time and waits until whoever it woke waits again, or for a moment if nobody does.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        Advance(by);
        var began = System.GetTimestamp();
        while (Armed == 0 && System.GetElapsedTime(began) < Moment)
        {
            await Task.Yield();
        }
    }

    private sealed class CountedTimer(ITimer timer, Action disposed) : ITimer
    {
        private int _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            Count();
        }

        public ValueTask DisposeAsync()
        {
            Count();
            return timer.DisposeAsync();
        }

        private void Count()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                disposed();
            }
        }
    }
}
