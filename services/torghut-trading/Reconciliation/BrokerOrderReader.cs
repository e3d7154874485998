using Torghut.Common.Drills;
using Torghut.Trading.Account;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Reconciliation;

/// <summary>Reads orders at the broker into the database: new ones from a durable cursor, open ones one by one.</summary>
internal sealed class BrokerOrderReader(
    IBroker broker, OrderReportHandler reports, OrderQueries queries, CursorStore cursors, SwitchOptions switches, Failpoints failpoints,
    TradingMetrics metrics, ILogger<BrokerOrderReader> logger)
{
    private const string CursorSource = "broker_orders";
    private const int PageSize = 500;
    private const int MaxPages = 40;
    private const int MaxSingles = 200;

    private static readonly TimeSpan FirstLookback = TimeSpan.FromDays(7);

    /// <summary>One look at everything: what was submitted after the cursor, and what is open here or there.</summary>
    /// <param name="marketTime">The broker's time.</param>
    /// <param name="overlap">Orders submitted shortly before the cursor are read again: they may have become visible after it had moved.</param>
    public async Task<OrderReading> ReadAllAsync(DateTimeOffset marketTime, TimeSpan overlap, CancellationToken cancellationToken)
    {
        var (seen, changed) = await ReadSubmittedAsync(marketTime, overlap, cancellationToken);
        await failpoints.HitAsync(FailpointNames.InsideReconcile);
        changed += await ApplyAsync([.. (await broker.ListOpenAsync(cancellationToken)).Where(order => seen.Add(order.OrderId))], cancellationToken);
        var ours = await queries.OpenOrderIdsAsync(switches.AccountLabel, MaxSingles, cancellationToken);
        foreach (var id in ours.Where(id => !seen.Contains(id)))
        {
            if (await broker.FindAsync(id, cancellationToken) is { } order && seen.Add(id))
            {
                changed += await ApplyAsync([order], cancellationToken);
            }
        }

        return new OrderReading(seen.Count, changed, ours.Count < MaxSingles);
    }

    /// <summary>Orders submitted since the cursor; returns whether there was a cursor to begin at.</summary>
    public async Task<bool> ReadNewAsync(TimeSpan overlap, CancellationToken cancellationToken)
    {
        if (await cursors.LoadAsync(switches.AccountLabel, CursorSource, cancellationToken) is not { } cursor)
        {
            return false;
        }

        await ReadSubmittedAsync(cursor.EventTs, overlap, cancellationToken);
        return true;
    }

    private async Task<(HashSet<string> Seen, int Changed)> ReadSubmittedAsync(DateTimeOffset marketTime, TimeSpan overlap, CancellationToken cancellationToken)
    {
        var cursor = await cursors.LoadAsync(switches.AccountLabel, CursorSource, cancellationToken);
        var after = (cursor?.EventTs ?? marketTime - FirstLookback) - overlap;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var changed = 0;
        for (var page = 0; page < MaxPages; page++)
        {
            var orders = await broker.ListAfterAsync(after, PageSize, cancellationToken);
            var fresh = orders.Where(order => seen.Add(order.OrderId)).ToList();
            changed += await ApplyAsync(fresh, cancellationToken);
            if (orders.Count > 0 && orders.Max(order => order.SubmittedAt) is { } newest)
            {
                await cursors.AdvanceAsync(switches.AccountLabel, CursorSource, new SignalPosition(newest, "", 0), cancellationToken);
                after = newest.AddTicks(-TimeSpan.TicksPerMillisecond);
            }

            if (orders.Count < PageSize || fresh.Count == 0)
            {
                break;
            }
        }

        // An account without orders has been read up to now all the same.
        if (cursor is null && seen.Count == 0)
        {
            await cursors.AdvanceAsync(switches.AccountLabel, CursorSource, new SignalPosition(marketTime, "", 0), cancellationToken);
        }

        return (seen, changed);
    }

    /// <summary>Applies what is not yet in the database; most of what is read again is.</summary>
    private async Task<int> ApplyAsync(List<BrokerOrder> orders, CancellationToken cancellationToken)
    {
        if (orders.Count == 0)
        {
            return 0;
        }

        var known = await queries.SettledViewsAsync(switches.AccountLabel, [.. orders.Select(order => order.OrderId)], cancellationToken);
        var changed = 0;
        foreach (var order in orders)
        {
            if (known.TryGetValue(order.OrderId, out var view) && view.Merge(order.View) == view)
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
    }
}

/// <param name="Seen">Orders read.</param>
/// <param name="Changed">Rows that changed.</param>
/// <param name="Complete">Whether every order believed open was looked at.</param>
internal sealed record OrderReading(int Seen, int Changed, bool Complete);
