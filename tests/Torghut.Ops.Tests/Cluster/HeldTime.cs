namespace Torghut.Ops.Tests.Cluster;

/// <summary>Time in which a wait ends when a test says so, and what limits other work never runs out.</summary>
internal sealed class HeldTime : TimeProvider
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private readonly Lock _changing = new();
    private readonly List<(TimerCallback Callback, object? State)> _held = [];

    public int Waits { get; private set; }

    public TimeSpan Shortest { get; private set; } = TimeSpan.MaxValue;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // The limit of a silence, which is set anew with every line.
        if (dueTime != Limit && dueTime != Timeout.InfiniteTimeSpan)
        {
            lock (_changing)
            {
                _held.Add((callback, state));
                Waits++;
                Shortest = dueTime < Shortest ? dueTime : Shortest;
            }
        }

        return new Idle();
    }

    public void Release()
    {
        (TimerCallback Callback, object? State)[] held;
        lock (_changing)
        {
            held = [.. _held];
            _held.Clear();
        }

        foreach (var (callback, state) in held)
        {
            callback(state);
        }
    }

    private sealed class Idle : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            // Nothing runs.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
