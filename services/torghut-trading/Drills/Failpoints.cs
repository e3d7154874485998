using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Npgsql;

namespace Torghut.Trading.Drills;

/// <summary>Crashes on purpose at named points. Without any configured, a hit costs one comparison.</summary>
internal sealed partial class Failpoints
{
    private const int SigKill = 9;
    private const int SigStop = 19;

    /// <summary>Time for a request that was started to reach the other side before the process ends.</summary>
    private static readonly TimeSpan InFlight = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan DelayTime = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<Failpoint> _points;
    private readonly ConcurrentDictionary<string, int> _hits = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    public Failpoints(DrillOptions options, TimeProvider time)
    {
        _points = options.EnvironmentName == DrillOptions.DrillEnvironment ? [.. options.Failpoints.Select(Failpoint.Parse).OfType<Failpoint>()] : [];
        _time = time;
    }

    /// <summary>Acts if the point is armed for this hit.</summary>
    public ValueTask HitAsync(string name) => _points.Count == 0 ? ValueTask.CompletedTask : ActAsync(name);

    /// <summary>Runs a request with a point in its middle: after it was sent, before its answer is read.</summary>
    public async Task<T> DuringAsync<T>(string name, Task<T> request)
    {
        if (_points.Any(point => point.Name == name))
        {
            await Task.Delay(InFlight, _time);
            await HitAsync(name);
        }

        return await request;
    }

    private async ValueTask ActAsync(string name)
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
                    _ = Kill(Environment.ProcessId, SigStop);
                    break;
                case FailpointAction.Throw:
                    throw new NpgsqlException($"failpoint {name}");
                default:
                    await Task.Delay(DelayTime, _time);
                    break;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
