using Npgsql;
using Torghut.Alpaca.Trading;
using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Safety;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Reconciliation;

/// <summary>Takes over orders as the broker showed them. One that cannot be taken over keeps none of the others.</summary>
internal sealed class BrokerOrderApplier(
    IBroker broker, OrderReportHandler reports, IOrderQueries queries, UnreadItems unread, SwitchOptions switches, TradingMetrics metrics,
    ILogger<BrokerOrderApplier> logger)
{
    /// <summary>Applies what is not yet in the database, which most of what is read again is; returns how many rows changed.</summary>
    /// <param name="orders">As read just now.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<int> ApplyAsync(IReadOnlyList<BrokerOrder> orders, CancellationToken cancellationToken)
    {
        if (orders.Count == 0)
        {
            return 0;
        }

        var ids = orders.Select(order => order.OrderId).ToArray();
        await unread.UnderstoodAsync(UnreadKinds.Order, ids, cancellationToken);
        var known = await queries.FollowedAsync(switches.AccountLabel, ids, cancellationToken);
        var changed = 0;
        foreach (var order in orders)
        {
            if (known.TryGetValue(order.OrderId, out var row) && AddsNothing(row, order.View))
            {
                continue;
            }

            if (await ApplyAsync(order, cancellationToken))
            {
                changed++;
            }
        }

        return changed;
    }

    /// <summary>Orders that the broker showed and that were not understood.</summary>
    public Task SawUnreadAsync(IReadOnlyList<UnreadItem> items, CancellationToken cancellationToken) =>
        unread.SawAsync(UnreadKinds.Order, items, cancellationToken);

    /// <summary>Whether an answer adds nothing to a row, not even that the broker agrees with it.</summary>
    private static bool AddsNothing(ExecutionRow row, BrokerOrderView answer)
    {
        var said = answer with { CorrectedAt = row.CorrectedAt };
        return row.View.Merge(said) == row.View && row.View.AgreesWith(said) && row.IsSettled == BrokerStatus.IsTerminal(row.Status)
            && row.Contradiction is null && row.LookupsNotFound == 0;
    }

    private async Task<bool> ApplyAsync(BrokerOrder order, CancellationToken cancellationToken)
    {
        try
        {
            return (await reports.ApplyAsync(broker.Name, new OrderReport(order, OrderReportSources.Reconcile), cancellationToken)).Changed;
        }
        catch (OrderIdentityException twice)
        {
            metrics.Violation();
            TradingLog.ReconcileFailed(logger, twice.Message);
            return false;
        }
        catch (PostgresException odd) when (RefusedValue.Is(odd))
        {
            await unread.SawAsync(UnreadKinds.Order, [new UnreadItem(order.OrderId, order.Symbol, odd.MessageText, order.RawJson)], cancellationToken);
            return false;
        }
    }
}
