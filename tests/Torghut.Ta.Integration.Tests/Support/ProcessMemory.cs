using System.Globalization;

namespace Torghut.Ta.Integration.Tests.Support;

/// <summary>How much memory of a process was resident, as the kernel counted it.</summary>
internal static class ProcessMemory
{
    private const string Label = "VmHWM:";

    /// <summary>The most since the last <see cref="ResetPeak"/>, in bytes.</summary>
    public static long Peak(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith(Label, StringComparison.Ordinal));
        return 1_024 * long.Parse(line[Label.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    /// <summary>From here on counts what is resident now (proc_pid_clear_refs(5)).</summary>
    public static void ResetPeak(int process) => File.WriteAllText($"/proc/{process}/clear_refs", "5");
}
