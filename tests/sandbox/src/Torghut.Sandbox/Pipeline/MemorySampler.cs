using Torghut.Sandbox.Processes;

namespace Torghut.Sandbox.Pipeline;

/// <summary>Keeps the largest resident memory of each process, and of the four services together at one moment.</summary>
internal sealed class MemorySampler(Supervisor supervisor)
{
    private const double Megabyte = 1024 * 1024;
    private readonly Dictionary<string, long> _peaks = [];
    private long _servicesPeak;

    public IReadOnlyList<ProcessMemory> Peaks =>
        [.. _peaks.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new ProcessMemory(pair.Key, Math.Round(pair.Value / Megabyte, 1)))];

    public double ServicesPeakMegabytes => Math.Round(_servicesPeak / Megabyte, 1);

    public void Sample()
    {
        long services = 0;
        foreach (var (name, _, bytes) in supervisor.Running)
        {
            _peaks[name] = Math.Max(_peaks.GetValueOrDefault(name), bytes);
            services += name.StartsWith("torghut-", StringComparison.Ordinal) ? bytes : 0;
        }

        _servicesPeak = Math.Max(_servicesPeak, services);
    }
}
