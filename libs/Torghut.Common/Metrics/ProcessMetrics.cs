using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Torghut.Common.Metrics;

/// <summary>The process figures that every Prometheus client library exports under these names.</summary>
public sealed class ProcessMetrics
{
    public ProcessMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Torghut.Process");
        meter.CreateObservableGauge("process_resident_memory_bytes", static () => Environment.WorkingSet, description: "Resident memory size in bytes.");
        meter.CreateObservableCounter("process_cpu_seconds_total", static () => Environment.CpuUsage.TotalTime.TotalSeconds, description: "Total user and system CPU time spent in seconds.");
        var started = new DateTimeOffset(Process.GetCurrentProcess().StartTime).ToUnixTimeMilliseconds() / 1000.0;
        meter.CreateObservableGauge("process_start_time_seconds", () => started, description: "Start time of the process since the Unix epoch in seconds.");
    }
}
