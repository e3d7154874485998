using System.Diagnostics;

namespace Torghut.Bench;

/// <summary>
/// Times passes over the same items. On a machine that others use too, CPU time says what work costs and elapsed time says who else was there,
/// so CPU time is what is compared.
/// </summary>
public static class Measure
{
    private const double NanosPerTick = 100;

    /// <summary>Times one pass of this process.</summary>
    /// <param name="items">Items that the pass handles.</param>
    public static Sample Pass(long items, Action pass)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        pass();
        var wall = Stopwatch.GetElapsedTime(start);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return new Sample(cpu.Ticks * NanosPerTick / items, wall.Ticks * NanosPerTick / items, (double)allocated / items);
    }

    /// <summary>Times one asynchronous pass; what it allocates on other threads is counted too.</summary>
    public static async Task<Sample> PassAsync(long items, Func<Task> pass)
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        await pass();
        var wall = Stopwatch.GetElapsedTime(start);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return new Sample(cpu.Ticks * NanosPerTick / items, wall.Ticks * NanosPerTick / items, (double)allocated / items);
    }

    /// <summary>Runs the contenders in turns (A-B-A-B), so that what the machine does meanwhile hits all of them.</summary>
    /// <returns>The samples of each contender, in the order given.</returns>
    public static async Task<IReadOnlyList<SampleSet>> AlternateAsync(int rounds, params Func<Task<Sample>>[] contenders)
    {
        var samples = contenders.Select(_ => new List<Sample>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                samples[i].Add(await contenders[i]());
            }
        }

        return [.. samples.Select(s => new SampleSet(s))];
    }
}
