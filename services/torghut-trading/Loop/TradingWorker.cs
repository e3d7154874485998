using Torghut.Common.Drills;
using Torghut.Common.Hosting;
using Torghut.Trading.Drills;
using Torghut.Trading.Leasing;
using Torghut.Trading.Reconciliation;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Loop;

/// <summary>
/// Runs ticks and reconciliations, never at the same time: a look-up of unresolved orders must not meet a request of this process that is under way.
/// </summary>
internal sealed class TradingWorker(
    TickRunner ticks, ReconciliationSchedule reconciliations, LeaseManager leases, EntryBlocks blocks, UnreadItems unread, LoopOptions options,
    Failpoints failpoints, TimeProvider time)
    : IServiceLoop
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // A fault may have left an order behind whose outcome is not recorded, and a batch half done: go on as a process does that has just started.
        Forget();
        try
        {
            await TickAsync(cancellationToken);
        }
        finally
        {
            blocks.Reconciled = false;
        }
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        long? held = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            var token = leases.Current?.Token;
            var hasLease = token is not null;

            // Whoever takes over the loop resolves what its predecessor left behind before anything else, and reads on where that one ended. A lease that was
            // lost and taken again while this instance was busy or stood still tells by its token alone that somebody may have had it in between.
            if (hasLease && token != held)
            {
                blocks.Reconciled = false;
                Forget();
            }

            held = token;
            if (hasLease)
            {
                await reconciliations.RunIfDueAsync(cancellationToken);
                if (leases.Current?.Token != token)
                {
                    // It went while that ran: no tick begins with what was known before.
                    continue;
                }
            }

            await failpoints.HitAsync(FailpointNames.BeforeTick);
            var result = await ticks.RunAsync(cancellationToken);
            if (!result.More)
            {
                await Task.Delay(Min(options.Poll, reconciliations.Pause(hasLease)), time, cancellationToken);
            }
        }
    }

    private void Forget()
    {
        ticks.Forget();
        unread.Forget();
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
