using System.Collections.Concurrent;
using Prometheus;
using Torghut.Common.Metrics;

namespace Torghut.Common.Hosting;

/// <summary>Loops of this service that failed and have not run well since. Readiness names them. Safe for concurrent use.</summary>
public sealed class LoopFaults
{
    private readonly ConcurrentDictionary<string, string> _standing = new(StringComparer.Ordinal);
    private readonly Counter _faults;
    private readonly Gauge _faulted;

    public LoopFaults(CollectorRegistry registry)
    {
        var metrics = ServiceMetricFactory.Create(registry);
        _faults = metrics.CreateCounter("torghut_loop_faults_total", "Unexpected failures of a loop, each of which made it start again.", "loop");
        _faulted = metrics.CreateGauge("torghut_loop_faulted", "Whether a loop failed and has not run well since.", "loop");
    }

    /// <summary>The message of each standing fault by the loop's name.</summary>
    public IReadOnlyDictionary<string, string> Standing => _standing;

    /// <summary>Makes the loop's series appear before its first fault.</summary>
    internal void Add(string loop)
    {
        _faults.WithLabels(loop);
        _faulted.WithLabels(loop);
    }

    internal void Failed(string loop, Exception failure)
    {
        _standing[loop] = failure.Message;
        _faults.WithLabels(loop).Inc();
        _faulted.WithLabels(loop).Set(1);
    }

    internal void Recovered(string loop)
    {
        _standing.TryRemove(loop, out _);
        _faulted.WithLabels(loop).Set(0);
    }
}
