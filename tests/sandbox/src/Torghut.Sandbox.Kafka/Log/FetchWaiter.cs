namespace Torghut.Sandbox.Kafka.Log;

/// <summary>A long poll: woken by any partition it was added to, or by its own time-out.</summary>
internal sealed class FetchWaiter : IDisposable
{
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _cancellation;
    private volatile TaskCompletionSource _signal = NewSignal();
    private volatile bool _expired;

    public FetchWaiter(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(static state => ((FetchWaiter)state!).Expire(), this, timeout, Timeout.InfiniteTimeSpan);
        _cancellation = cancellationToken.Register(static state => ((FetchWaiter)state!).Expire(), this);
    }

    public bool Expired => _expired;

    public void Wake() => _signal.TrySetResult();

    /// <summary>Completes at the first wake since the last call.</summary>
    public async Task WaitAsync()
    {
        await _signal.Task.ConfigureAwait(false);
        if (!_expired)
        {
            _signal = NewSignal();
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _cancellation.Dispose();
    }

    private void Expire()
    {
        _expired = true;
        Wake();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
