using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Torghut.Ta.Drills;

/// <summary>Crashes on purpose at named points. Without any configured, a hit costs one comparison.</summary>
internal sealed partial class Failpoints
{
    private const int SigKill = 9;
    private const int SigStop = 19;

    /// <summary>Time for a request that was started to reach the other side before the process ends.</summary>
    private static readonly TimeSpan InFlight = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan DelayTime = TimeSpan.FromSeconds(1);

    private readonly Failpoint[] _points;
    private readonly ConcurrentDictionary<string, int> _hits = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    public Failpoints(DrillOptions options, TimeProvider time)
    {
        _points = options.EnvironmentName == DrillOptions.DrillEnvironment ? [.. options.Failpoints.Select(Failpoint.Parse).OfType<Failpoint>()] : [];
        _time = time;
    }

    /// <summary>Acts if the point is armed for this hit.</summary>
    public void Hit(string name)
    {
        if (_points.Length > 0) Act(name);
    }

    /// <summary>Runs a request with a point in its middle: after it was sent, before its answer is read.</summary>
    public void During(string name, Action request)
    {
        if (!_points.Any(point => point.Name == name))
        {
            request();
            return;
        }

        var running = Task.Run(request);
        Task.Delay(InFlight, _time).GetAwaiter().GetResult();
        Act(name);
        running.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="During(string, Action)"/>
    public async Task DuringAsync(string name, Task request)
    {
        if (_points.Any(point => point.Name == name))
        {
            await Task.Delay(InFlight, _time);
            Act(name);
        }

        await request;
    }

    private void Act(string name)
    {
        var hit = _hits.AddOrUpdate(name, 1, (_, count) => count + 1);
        foreach (var point in _points)
        {
            if (point.Name != name || point.Hit != hit) continue;
            switch (point.Action)
            {
                case FailpointAction.Kill:
                    _ = Kill(Environment.ProcessId, SigKill);
                    break;
                case FailpointAction.Stop:
                    _ = Kill(Environment.ProcessId, SigStop);
                    break;
                case FailpointAction.Throw:
                    throw new KafkaException(new Error(ErrorCode.Local_Fail, $"failpoint {name}"));
                default:
                    Task.Delay(DelayTime, _time).GetAwaiter().GetResult();
                    break;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
