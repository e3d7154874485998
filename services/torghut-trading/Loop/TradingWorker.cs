using Npgsql;
using Torghut.Trading.Execution;
using Torghut.Trading.Leasing;
using Torghut.Trading.Observability;
using Torghut.Trading.Orders;
using Torghut.Trading.Reconciliation;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Loop;

/// <summary>
/// Runs ticks and reconciliations, never at the same time: a look-up of unresolved orders must not meet a request of this process that is under way.
/// </summary>
internal sealed class TradingWorker(
    TickRunner ticks, Reconciler reconciler, LeaseManager leases, EntryBlocks blocks, LoopOptions options, ReconciliationOptions reconciliation,
    TradingMetrics metrics, TimeProvider time, ILogger<TradingWorker> logger)
    : BackgroundService
{
    /// <summary>Pace of reconciliation until it has succeeded once.</summary>
    private static readonly TimeSpan Impatient = TimeSpan.FromMilliseconds(250);

    private long _reconciledAt;
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
            if (hasLease && IsReconcileDue())
            {
                await ReconcileAsync(stoppingToken);
            }

            var result = await ticks.RunAsync(stoppingToken);
            if (!result.More)
            {
                await Task.Delay(Pause(hasLease), time, stoppingToken);
            }
        }
    }

    private TimeSpan Pause(bool hasLease) => !hasLease || !blocks.Reconciled ? Min(Impatient, options.Poll) : Min(options.Poll, reconciliation.Reconcile);

    private bool IsReconcileDue() =>
        _reconciledAt == 0 || time.GetElapsedTime(_reconciledAt) >= (blocks.Reconciled ? reconciliation.Reconcile : Impatient);

    private async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        _reconciledAt = time.GetTimestamp();
        try
        {
            await reconciler.RunAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is BrokerException or NpgsqlException or TimeoutException or IllegalTransitionException)
        {
            metrics.ReconcileFailed();
            TradingLog.ReconcileFailed(logger, failure.Message);
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
