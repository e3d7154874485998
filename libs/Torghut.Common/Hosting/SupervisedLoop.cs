using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Torghut.Common.Hosting;

/// <summary>
/// Runs a loop again when it fails, after a pause that grows, so that a fault in one loop takes neither the process nor its HTTP interface with it. The fault
/// stands until the loop has run for as long as it had paused.
/// </summary>
internal sealed class SupervisedLoop(string name, Func<CancellationToken, Task> run, LoopFaults faults, TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        faults.Add(name);
        var pause = TimeSpan.Zero;
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            try
            {
                await RunOnceAsync(pause, stoppingToken);
                return;
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                faults.Failed(name, failure);
                pause = Next(pause, time.GetElapsedTime(began));
                HostLog.LoopFailed(logger, failure, name, pause.TotalSeconds);
            }

            await Task.Delay(pause, time, stoppingToken);
        }
    }

    private async Task RunOnceAsync(TimeSpan paused, CancellationToken cancellationToken)
    {
        await using var well = paused > TimeSpan.Zero
            ? time.CreateTimer(_ => faults.Recovered(name), null, paused, Timeout.InfiniteTimeSpan)
            : null;
        await run(cancellationToken);
        faults.Recovered(name);
    }

    private static TimeSpan Next(TimeSpan pause, TimeSpan ran) => pause == TimeSpan.Zero || ran > LongestPause
        ? FirstPause
        : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
}
