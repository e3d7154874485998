using System.Runtime.ExceptionServices;

namespace Torghut.Common.Kafka;

/// <summary>A client's blocking call that runs on a thread of its own, see <see cref="CallGuard"/>. Waited for by one thread.</summary>
public sealed class GuardedCall
{
    /// <summary>
    /// The most that one look counts for. A process that stood still, or a machine that had no time for it, would otherwise find every call overdue that
    /// had no chance to return.
    /// </summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action _action;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private Exception? _failure;
    private TimeSpan _waited;
    private long _lastLook;

    internal GuardedCall(string name, TimeSpan limit, Action action, TimeProvider time)
    {
        Name = name;
        _limit = limit;
        _action = action;
        _time = time;
        _lastLook = time.GetTimestamp();
    }

    public string Name { get; }

    public bool IsCompleted => _done.Task.IsCompleted;

    /// <summary>Completes when the call has ended, however it did.</summary>
    internal Task Completion => _done.Task;

    /// <summary>Waits for the call's end, which throws what the call threw.</summary>
    /// <exception cref="CallOverdueException">It did not end within its limit.</exception>
    public void Wait()
    {
        while (!TryWait(LongestStep))
        {
        }
    }

    /// <summary>Waits for the call's end without a thread.</summary>
    /// <exception cref="CallOverdueException">It did not end within its limit.</exception>
    public async Task WaitAsync()
    {
        while (await Task.WhenAny(_done.Task, Task.Delay(LongestStep, _time)) != _done.Task)
        {
            Look();
        }

        ThrowFailure();
    }

    /// <summary>Waits for a while and tells whether the call has ended; an end throws what the call threw.</summary>
    /// <exception cref="CallOverdueException">It did not end within its limit.</exception>
    public bool TryWait(TimeSpan atMost)
    {
        var end = _time.GetTimestamp() + (long)(atMost.TotalSeconds * _time.TimestampFrequency);
        do
        {
            var step = _time.GetElapsedTime(_time.GetTimestamp(), end);
            if (_done.Task.Wait(step < TimeSpan.Zero ? TimeSpan.Zero : step < LongestStep ? step : LongestStep))
            {
                ThrowFailure();
                return true;
            }

            Look();
        }
        while (_time.GetTimestamp() < end);
        return false;
    }

    internal void Execute()
    {
        try
        {
            _action();
        }
        catch (Exception exception)
        {
            _failure = exception;
        }

        _done.SetResult();
    }

    private void ThrowFailure()
    {
        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private void Look()
    {
        var now = _time.GetTimestamp();
        var passed = _time.GetElapsedTime(_lastLook, now);
        _lastLook = now;
        _waited += passed < LongestStep ? passed : LongestStep;
        if (_waited >= _limit)
        {
            throw new CallOverdueException(Name, _limit);
        }
    }
}
