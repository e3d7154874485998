namespace Torghut.Sandbox.Processes;

/// <summary>
/// Keeps children running, as the cluster would: one that ends by itself is started again with the same ports and data, until it ends too
/// often. Stops them in reverse order of their start.
/// </summary>
internal sealed class Supervisor(TimeProvider time) : IAsyncDisposable
{
    private const int MaxRestartsPerMinute = 5;
    private static readonly TimeSpan RestartPause = TimeSpan.FromMilliseconds(300);

    private readonly ChildLauncher _launcher = new();
    private readonly List<Supervised> _children = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<string> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the reason when a child cannot be kept running.</summary>
    public Task<string> Failure => _failure.Task;

    public int Restarts => Children().Sum(child => child.Restarts);

    public IEnumerable<(string Name, int ProcessId, long ResidentBytes)> Running =>
        Children().Select(child => child.Current).Select(current => (current.Spec.Name, current.Id, current.ResidentBytes));

    /// <summary>Every child, also one that has just ended and is about to be started again.</summary>
    public IEnumerable<(string Name, int ProcessId, int Restarts)> Kept =>
        Children().Select(child => (child.Current.Spec.Name, child.Current.Id, child.Restarts));

    /// <summary>Starts a child and keeps it running.</summary>
    public async Task<ChildProcess> StartAsync(ChildSpec spec)
    {
        var child = new Supervised { Current = await ChildProcess.StartAsync(_launcher, spec) };
        lock (_children)
        {
            _children.Add(child);
        }

        child.Watch = WatchAsync(child);
        return child.Current;
    }

    /// <summary>Runs a job to its end, as the cluster's jobs run before a service.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has the end of its log.</exception>
    public async Task RunAsync(ChildSpec spec, CancellationToken cancellationToken)
    {
        await using var job = await ChildProcess.StartAsync(_launcher, spec);
        if (await job.Exited.WaitAsync(cancellationToken) is not 0 and var exitCode)
        {
            throw new InvalidOperationException($"{spec.Name} ended with exit code {exitCode}.\n{LogTail.Of(spec.LogFile)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        for (var i = _children.Count - 1; i >= 0; i--)
        {
            await _children[i].Watch;
            await _children[i].Current.DisposeAsync();
        }

        _launcher.Dispose();
        _stopping.Dispose();
    }

    private async Task WatchAsync(Supervised child)
    {
        var endings = new Queue<long>();
        var stopping = Task.Delay(Timeout.InfiniteTimeSpan, time, _stopping.Token);
        while (true)
        {
            await Task.WhenAny(child.Current.Exited, stopping);
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            var exitCode = await child.Current.Exited;

            var now = time.GetTimestamp();
            endings.Enqueue(now);
            while (time.GetElapsedTime(endings.Peek(), now) > TimeSpan.FromMinutes(1))
            {
                endings.Dequeue();
            }

            var spec = child.Current.Spec;
            if (endings.Count > MaxRestartsPerMinute)
            {
                _failure.TrySetResult($"{spec.Name} ended {endings.Count} times within a minute, last with exit code {exitCode}.\n{LogTail.Of(spec.LogFile)}");
                return;
            }

            await child.Current.DisposeAsync();
            try
            {
                await Task.Delay(RestartPause, time, _stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                child.Current = await ChildProcess.StartAsync(_launcher, spec);
                child.Restarts++;
            }
            catch (Exception exception) when (exception is InvalidOperationException or IOException)
            {
                _failure.TrySetResult($"{spec.Name} could not be started again: {exception.Message}");
                return;
            }
        }
    }

    private List<Supervised> Children()
    {
        lock (_children)
        {
            return [.. _children];
        }
    }

    private sealed class Supervised
    {
        public required ChildProcess Current { get; set; }

        public int Restarts { get; set; }

        public Task Watch { get; set; } = Task.CompletedTask;
    }
}
