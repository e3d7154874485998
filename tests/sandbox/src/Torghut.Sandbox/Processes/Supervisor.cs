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

    public int Restarts => _children.Sum(child => child.Restarts);

    public IEnumerable<(string Name, int ProcessId, long ResidentBytes)> Running =>
        _children.Select(child => (child.Current.Spec.Name, child.Current.Id, child.Current.ResidentBytes));

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

            child.Current = await ChildProcess.StartAsync(_launcher, spec);
            child.Restarts++;
        }
    }

    private sealed class Supervised
    {
        public required ChildProcess Current { get; set; }

        public int Restarts { get; set; }

        public Task Watch { get; set; } = Task.CompletedTask;
    }
}
