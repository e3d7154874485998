using Npgsql;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;
using Torghut.Trading.Orders;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Reconciliation;

/// <summary>When the next pass of reconciliation is due. A pass that fails is counted and comes again.</summary>
internal sealed class ReconciliationSchedule(
    Reconciler reconciler, EntryBlocks blocks, ReconciliationOptions options, TradingMetrics metrics, TimeProvider time, ILogger<ReconciliationSchedule> logger)
{
    /// <summary>Pace of reconciliation until it has succeeded once.</summary>
    private static readonly TimeSpan Impatient = TimeSpan.FromMilliseconds(250);

    private long _reconciledAt;

    /// <summary>Time between two passes as things stand.</summary>
    public TimeSpan Interval => blocks.Reconciled ? options.Reconcile : Impatient;

    /// <summary>How long the loop may rest.</summary>
    /// <param name="hasLease">Whether this instance may trade.</param>
    public TimeSpan Pause(bool hasLease) => hasLease ? Interval : Impatient;

    public async Task RunIfDueAsync(CancellationToken cancellationToken)
    {
        if (_reconciledAt != 0 && time.GetElapsedTime(_reconciledAt) < Interval)
        {
            return;
        }

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
}
