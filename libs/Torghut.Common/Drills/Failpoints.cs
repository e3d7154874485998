using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Torghut.Common.Drills;

/// <summary>Crashes on purpose at named points. Without any configured, a hit costs one comparison. Safe for concurrent use.</summary>
public sealed partial class Failpoints
{
    private const int SigKill = 9;
    private const int SigStop = 19;

    /// <summary>Time for a request that was started to reach the other side before the process ends.</summary>
    private static readonly TimeSpan InFlight = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan DelayTime = TimeSpan.FromSeconds(1);

    private readonly Failpoint[] _points;
    private readonly TimeProvider _time;
    private readonly Func<string, Exception> _failure;
    private readonly ConcurrentDictionary<string, int> _hits = new(StringComparer.Ordinal);

    /// <param name="options">Which points are armed.</param>
    /// <param name="failure">Makes the exception of <see cref="FailpointAction.Throw"/>, one that the service's other side might cause.</param>
    public Failpoints(DrillOptions options, TimeProvider time, Func<string, Exception> failure)
        : this(options.Armed, time, failure)
    {
    }

    private Failpoints(IEnumerable<Failpoint> points, TimeProvider time, Func<string, Exception> failure) =>
        (_points, _time, _failure) = ([.. points], time, failure);

    /// <summary>No point is armed.</summary>
    public static Failpoints None { get; } = new([], TimeProvider.System, static name => new InvalidOperationException(name));

    /// <summary>Acts if the point is armed for this hit.</summary>
    public void Hit(string name)
    {
        if (_points.Length > 0)
        {
            ActAsync(name).GetAwaiter().GetResult();
        }
    }

    /// <inheritdoc cref="Hit"/>
    public ValueTask HitAsync(string name) => _points.Length == 0 ? ValueTask.CompletedTask : new ValueTask(ActAsync(name));

    /// <summary>Runs a request with a point in its middle: after it was sent, before its answer is read.</summary>
    public void During(string name, Action request)
    {
        if (IsArmed(name))
        {
            DuringAsync(name, Task.Run(request)).GetAwaiter().GetResult();
        }
        else
        {
            request();
        }
    }

    /// <inheritdoc cref="During"/>
    public async Task DuringAsync(string name, Task request)
    {
        if (IsArmed(name))
        {
            await Task.Delay(InFlight, _time);
            await ActAsync(name);
        }

        await request;
    }

    /// <inheritdoc cref="During"/>
    public async Task<T> DuringAsync<T>(string name, Task<T> request)
    {
        await DuringAsync(name, (Task)request);
        return await request;
    }

    private bool IsArmed(string name) => Array.Exists(_points, point => point.Name == name);

    private async Task ActAsync(string name)
    {
        var hit = _hits.AddOrUpdate(name, 1, (_, count) => count + 1);
        foreach (var point in _points.Where(point => point.Name == name && point.Hit == hit))
        {
            switch (point.Action)
            {
                case FailpointAction.Kill:
                    _ = Kill(Environment.ProcessId, SigKill);
                    break;
                case FailpointAction.Stop:
                    // To this thread, not to the process: else the kernel may wake another one for it, and this one goes on past the point meanwhile.
                    _ = Raise(SigStop);
                    break;
                case FailpointAction.Throw:
                    throw _failure(name);
                case FailpointAction.Hang:
                    await Task.Delay(Timeout.InfiniteTimeSpan, _time);
                    break;
                default:
                    await Task.Delay(DelayTime, _time);
                    break;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "raise")]
    private static partial int Raise(int signal);
}
