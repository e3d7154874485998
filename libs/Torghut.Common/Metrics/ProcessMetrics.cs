using System.Diagnostics;
using Prometheus;

namespace Torghut.Common.Metrics;

/// <summary>The process figures that every Prometheus client library exports under these names.</summary>
public sealed class ProcessMetrics
{
    public ProcessMetrics(CollectorRegistry registry)
    {
        var metrics = ServiceMetricFactory.Create(registry);
        var memory = metrics.CreateGauge("process_resident_memory_bytes", "Resident memory size in bytes.");
        var cpu = metrics.CreateCounter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.");
        metrics.CreateGauge("process_start_time_seconds", "Start time of the process since the Unix epoch in seconds.").Set(StartTime());
        registry.AddBeforeCollectCallback(() => memory.Set(Environment.WorkingSet));
        registry.AddBeforeCollectCallback(() => cpu.IncTo(Environment.CpuUsage.TotalTime.TotalSeconds));
    }

    private static double StartTime()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
    }
}
