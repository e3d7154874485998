using Torghut.Ops.Http;

namespace Torghut.Ops.TechnicalAnalysis.Live;

/// <summary>Counts the streams that are open, and holds what keeps new ones from opening.</summary>
internal sealed class LiveStreams(LiveOptions options, LiveBuffer buffer, LiveMetrics metrics, TimeProvider time)
{
    /// <summary>How long the first stream waits for the logs to be found.</summary>
    private static readonly TimeSpan OpensWithin = TimeSpan.FromSeconds(8);

    private readonly Lock _lock = new();
    private TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;
    private volatile StoreFailure? _failure;

    public bool AreOpen => Volatile.Read(ref _open) > 0;

    /// <summary>Completes when somebody wants a stream.</summary>
    public Task Wanted
    {
        get
        {
            lock (_lock)
            {
                return _wanted.Task;
            }
        }
    }

    /// <summary>Why the logs cannot be read; null while they can.</summary>
    public StoreFailure? Failure
    {
        get => _failure;
        set => _failure = value;
    }

    /// <summary>A place for one more, until it is disposed; null when there is none.</summary>
    public IDisposable? Enter()
    {
        lock (_lock)
        {
            if (_open >= options.MaxClients)
            {
                return null;
            }

            _open++;
            metrics.Open(_open);
            _wanted.TrySetResult();
            return new Place(this);
        }
    }

    /// <summary>Waits until the logs are read.</summary>
    /// <returns>Why they are not; null when they are.</returns>
    public async Task<StoreFailure?> OpenAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (buffer.End is null)
        {
            var changed = buffer.Changed;
            var left = OpensWithin - time.GetElapsedTime(began);
            if (buffer.End is not null || left <= TimeSpan.Zero || Failure is not null)
            {
                break;
            }

            // A failure changes nothing in the buffer, so it is looked for in between.
            await Task.WhenAny(changed, Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return Failure ?? (buffer.End is not null ? null : new StoreFailure(StoreFailure.Kafka, "no complete answer came in time"));
    }

    private void Leave()
    {
        lock (_lock)
        {
            _open--;
            metrics.Open(_open);
            if (_open == 0 && _wanted.Task.IsCompleted)
            {
                _wanted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    private sealed class Place(LiveStreams streams) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                streams.Leave();
            }
        }
    }
}
