using System.Diagnostics;
using System.Globalization;

namespace Torghut.Failover.Tests;

/// <summary>Makes the faults of a case, one after the other.</summary>
internal static class Faults
{
    /// <summary>Strikes the node and, where the case names one, the service.</summary>
    /// <param name="up">The process whose children the services are.</param>
    /// <returns>What lay between the two; zero where there is one.</returns>
    public static async Task<TimeSpan> StrikeAsync(RealKafka kafka, int node, FailoverCase one, int up)
    {
        if (one.Service is not { } name)
        {
            StrikeNode();
            return TimeSpan.Zero;
        }

        // Found before anything happens, because looking for it takes its time on a busy machine.
        using var service = Process.GetProcessById(ChildOf(up, name));
        var watch = new Stopwatch();
        Strike(first: true);
        watch.Start();
        if (one.Apart > TimeSpan.Zero)
        {
            await Task.Delay(one.Apart, TimeProvider.System);
        }

        Strike(first: false);
        return watch.Elapsed;

        void Strike(bool first)
        {
            if (first == one.ServiceFirst)
            {
                service.Kill();
            }
            else
            {
                StrikeNode();
            }
        }

        void StrikeNode()
        {
            if (one.Halts)
            {
                kafka.Halt(node);
            }
            else
            {
                kafka.Kill(node);
            }
        }
    }

    private static int ChildOf(int parent, string service) => Directory.GetDirectories("/proc").Select(Path.GetFileName)
        .Where(name => name!.All(char.IsAsciiDigit) && IsOf(name!, parent, service)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).Single();

    private static bool IsOf(string id, int parent, string service)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return File.ReadAllText($"/proc/{id}/cmdline").Contains($"/{service}\0", StringComparison.Ordinal)
                && stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == parent.ToString(CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
