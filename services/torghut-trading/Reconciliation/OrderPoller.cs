using Npgsql;
using Torghut.Common.Hosting;
using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Leasing;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Reconciliation;

/// <summary>
/// Looks for new orders at the broker beside the loop, so that an order that is not ours is noticed within seconds, whatever else is going on: a long tick,
/// a slow reconciliation, trade updates that are switched off.
/// </summary>
internal sealed class OrderPoller(
    BrokerOrderReader reader, LeaseManager leases, EntryBlocks blocks, IOrderQueries queries, SwitchOptions switches, ReconciliationOptions options,
    TimeProvider time, ILogger<OrderPoller> logger)
    : IServiceLoop
{
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var failing = false;
        using var timer = new PeriodicTimer(options.OrderPollInterval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            // Until the first reconciliation has finished nothing of ours leaves, and what it finds at the broker may be history.
            if (leases.Current is null || !blocks.Reconciled)
            {
                continue;
            }

            try
            {
                await reader.ReadNewAsync(Overlap, cancellationToken);
                await blocks.CountExternalAsync(() => queries.CountExternalAsync(switches.AccountLabel, cancellationToken));
                failing = false;
            }
            catch (Exception failure) when (failure is BrokerException or NpgsqlException or TimeoutException)
            {
                if (!failing)
                {
                    TradingLog.OrderPollFailed(logger, failure.Message);
                }

                failing = true;
            }
        }
    }
}
