using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;

namespace Torghut.Trading.Reconciliation;

/// <summary>
/// Asks the broker about orders that no list of its showed, one by one: orders that are open here, and orders whose end is known from the stream alone. What
/// cannot be read of one keeps none of the others waiting.
/// </summary>
internal sealed class UnsettledOrderReader(
    IBroker broker, BrokerOrderApplier applier, IOrderQueries queries, IOrderReportStore store, SwitchOptions switches, TradingMetrics metrics,
    ILogger<UnsettledOrderReader> logger)
{
    /// <summary>Asked for in one pass, each by a request of its own.</summary>
    private const int MaxOrders = 200;

    /// <summary>After so many failures the broker is down rather than an order odd.</summary>
    private const int MaxFailures = 3;

    /// <param name="seen">Orders that were read already; those read here are added.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>How many rows changed, and whether every order was looked at.</returns>
    public async Task<(int Changed, bool Complete)> ReadAsync(HashSet<string> seen, CancellationToken cancellationToken)
    {
        var orders = await queries.UnsettledAsync(switches.AccountLabel, seen, MaxOrders + 1, cancellationToken);
        if (orders.Count > MaxOrders)
        {
            TradingLog.OrdersLeft(logger, MaxOrders);
        }

        var (changed, failures) = (0, 0);
        foreach (var order in orders.Take(MaxOrders))
        {
            try
            {
                changed += await ReadAsync(order, cancellationToken) ? 1 : 0;
                seen.Add(order.OrderId);
            }
            catch (BrokerItemException odd)
            {
                await applier.SawUnreadAsync([odd.Item], cancellationToken);
                seen.Add(order.OrderId);
            }
            catch (BrokerException failure)
            {
                TradingLog.ReconcileFailed(logger, failure.Message);
                if (++failures == MaxFailures)
                {
                    break;
                }
            }
        }

        return (changed, failures == 0 && orders.Count <= MaxOrders);
    }

    private async Task<bool> ReadAsync(UnsettledOrder order, CancellationToken cancellationToken)
    {
        var found = await broker.FindAsync(order.OrderId, cancellationToken) ?? await broker.FindByClientOrderIdAsync(order.ClientOrderId, cancellationToken);
        if (found is not null)
        {
            return await applier.ApplyAsync([found], cancellationToken) > 0;
        }

        if (!await store.NotFoundAsync(switches.AccountLabel, order.OrderId, cancellationToken))
        {
            return false;
        }

        metrics.OrderVanished();
        TradingLog.OrderVanished(logger, order.OrderId);
        return true;
    }
}
