using Torghut.Ws.Health;
using Torghut.Ws.Publishing;
using Torghut.Ws.Status;

namespace Torghut.Ws.Backfill;

/// <summary>
/// Reads from history what the socket did not bring: after the start what came since the run before, after every reconnect the gap. Status records say
/// what became of it; what could not be had is a declared gap.
/// </summary>
internal sealed class GapBackfill(
    BackfillOptions options, GapTracker gaps, GapFiller filler, PublisherBootstrap start, StatusPublisher status, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Enabled)
        {
            return;
        }

        var publisher = await start.Publisher.WaitAsync(stoppingToken);
        while (true)
        {
            var gap = await gaps.NextAsync(stoppingToken);
            await Task.Delay(options.Settle, time, stoppingToken);
            var outcome = await filler.FillAsync(gap, publisher, stoppingToken);
            var overtaken = gaps.IsOvertaken;
            Tell(outcome, overtaken);
            gaps.Done(gap);
        }
    }

    private void Tell(GapOutcome outcome, bool overtaken)
    {
        if (!outcome.IsCovered)
        {
            status.Publish(ForwarderStates.Error, StatusReasons.GapNotCovered, ErrorClasses.Unknown, 0);
        }

        if (!outcome.IsWhole)
        {
            status.Publish(ForwarderStates.Error, StatusReasons.BackfillFailed, ErrorClasses.Unknown, 0);
        }
        else if (overtaken && outcome.Trades > 0)
        {
            status.Publish(ForwarderStates.Error, StatusReasons.BackfillLate, ErrorClasses.Unknown, 0);
        }
        else
        {
            status.Publish(ForwarderStates.Healthy, StatusReasons.GapBackfilled, null, 0);
        }
    }
}
