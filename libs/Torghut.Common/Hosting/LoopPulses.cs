using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace Torghut.Common.Hosting;

/// <summary>
/// Ends the process when a loop stands still in a call that cannot be abandoned: a member of a group that does not poll keeps its partitions for minutes,
/// whereas a
/// new process has them back at once. Counted in looks of the watch, so that a process that stood still itself is not taken for one that hangs.
/// </summary>
public sealed class LoopPulses(ProcessEnd processEnd, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<LoopPulse, (long Beats, int Looks)> _pulses = new();

    /// <param name="loop">Name of the loop, for the line that says why.</param>
    /// <param name="limit">How long it may take between two beats.</param>
    public LoopPulse Add(string loop, TimeSpan limit)
    {
        var pulse = new LoopPulse(loop, limit);
        _pulses[pulse] = (-1, 0);
        return pulse;
    }

    /// <summary>One look at every loop; a second's.</summary>
    public void Look()
    {
        foreach (var (pulse, (seen, looks)) in _pulses)
        {
            var beats = pulse.Beats;
            var still = beats is { } now && now == seen ? looks + 1 : 0;
            _pulses[pulse] = (beats ?? -1, still);
            if (still * Interval >= pulse.Limit)
            {
                processEnd.Now(ExitCodes.Stuck, $"the loop {pulse.Loop} stands still for {pulse.Limit.TotalSeconds:0} s in a call that does not return");
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Look();
        }
    }
}
