using Torghut.Trading.Leasing;
using Torghut.Trading.Reconciliation;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Loop;

/// <summary>
/// Runs ticks and reconciliations, never at the same time: a look-up of unresolved orders must not meet a request of this process that is under way.
/// </summary>
internal sealed class TradingWorker(
    TickRunner ticks, ReconciliationSchedule reconciliations, LeaseManager leases, EntryBlocks blocks, LoopOptions options, TimeProvider time)
    : BackgroundService
{
    private bool _hadLease;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var hasLease = leases.Current is not null;

            // Whoever takes over the loop resolves what its predecessor left behind before anything else.
            if (hasLease && !_hadLease)
            {
                blocks.Reconciled = false;
            }

            _hadLease = hasLease;
            if (hasLease)
            {
                await reconciliations.RunIfDueAsync(stoppingToken);
            }

            var result = await ticks.RunAsync(stoppingToken);
            if (!result.More)
            {
                await Task.Delay(Min(options.Poll, reconciliations.Pause(hasLease)), time, stoppingToken);
            }
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
