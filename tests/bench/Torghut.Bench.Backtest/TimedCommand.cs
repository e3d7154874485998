using System.Diagnostics;
using System.Globalization;

namespace Torghut.Bench.Backtest;

/// <summary>A command of the shell, with the processor time of all its processes, from their start to their end.</summary>
internal static class TimedCommand
{
    /// <param name="items">Items that it handles.</param>
    public static async Task<Sample> RunAsync(long items, string command)
    {
        using var process = Start($"set -o pipefail; TIMEFORMAT='%U %S %R'; time {{ {command}; }}");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        var last = errors.TrimEnd().Split('\n')[^1];
        if (process.ExitCode != 0 || last.Split(' ') is not [var user, var system, var real])
        {
            throw new OutputsDifferException($"{command} failed: {errors}");
        }

        double Nanos(string seconds) => double.Parse(seconds, CultureInfo.InvariantCulture) * 1e9 / items;
        return new Sample(Nanos(user) + Nanos(system), Nanos(real), 0);
    }

    /// <summary>The most memory that a program held, in bytes, as far as a look every few milliseconds sees it.</summary>
    public static async Task<long> PeakAsync(string command)
    {
        using var process = Start("exec " + command);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        var drained = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var peak = 0L;
        do
        {
            process.Refresh();
            peak = process.HasExited ? peak : Math.Max(peak, process.PeakWorkingSet64);
        }
        while (!process.HasExited && await timer.WaitForNextTickAsync());

        await drained;
        return peak;
    }

    private static Process Start(string command)
    {
        var info = new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardError = true, RedirectStandardOutput = true };

        // Fees and limit prices would have to be written a second time, and are none of what is compared.
        info.Environment["TRADING_EXECUTION_PREFER_LIMIT"] = "false";
        info.Environment["TA_TRADE_CONDITIONS"] = "all";
        info.Environment["LOG_LEVEL"] = "Warning";
        return Process.Start(info)!;
    }
}
