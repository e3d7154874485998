using Torghut.Common.Drills;
using Torghut.Trading.Account;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Reconciliation;

/// <summary>Reads orders at the broker into the database: new ones from a durable cursor, open ones by the broker's list and ours.</summary>
internal sealed class BrokerOrderReader(
    IBroker broker, BrokerOrderApplier applier, UnsettledOrderReader unsettled, CursorStore cursors, SwitchOptions switches, Failpoints failpoints,
    TimeProvider time)
{
    private const string CursorSource = "broker_orders";
    private const int PageSize = 500;
    private const int MaxPages = 40;

    private static readonly TimeSpan FirstLookback = TimeSpan.FromDays(7);

    /// <summary>How far an order's time may be ahead of the market's and still move the cursor.</summary>
    private static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(1);

    private (DateTimeOffset Market, long At)? _clock;

    /// <summary>One look at everything: what was submitted after the cursor, and what is open here or there.</summary>
    /// <param name="marketTime">The broker's time.</param>
    /// <param name="overlap">Orders submitted shortly before the cursor are read again: they may have become visible after it had moved.</param>
    public async Task<OrderReading> ReadAllAsync(DateTimeOffset marketTime, TimeSpan overlap, CancellationToken cancellationToken)
    {
        _clock = (marketTime, time.GetTimestamp());
        var cursor = await LoadAsync(cancellationToken);
        var (seen, changed) = await ReadSubmittedAsync(cursor ?? marketTime - FirstLookback, overlap, cancellationToken);

        // An account without orders has been read up to now all the same.
        if (cursor is null && seen.Count == 0)
        {
            await AdvanceAsync(marketTime, cancellationToken);
        }

        await failpoints.HitAsync(FailpointNames.InsideReconcile);
        var open = await broker.ListOpenAsync(cancellationToken);
        await applier.SawUnreadAsync(open.Unread, cancellationToken);
        changed += await applier.ApplyAsync([.. open.Where(order => seen.Add(order.OrderId))], cancellationToken);
        var (more, complete) = await unsettled.ReadAsync(seen, cancellationToken);
        return new OrderReading(seen.Count, changed + more, complete);
    }

    /// <summary>Orders submitted since the cursor; returns whether there was a cursor to begin at.</summary>
    public async Task<bool> ReadNewAsync(TimeSpan overlap, CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is not { } cursor)
        {
            return false;
        }

        await ReadSubmittedAsync(cursor, overlap, cancellationToken);
        return true;
    }

    private async Task<(HashSet<string> Seen, int Changed)> ReadSubmittedAsync(DateTimeOffset from, TimeSpan overlap, CancellationToken cancellationToken)
    {
        var after = from - overlap;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var changed = 0;
        for (var page = 0; page < MaxPages; page++)
        {
            var orders = await broker.ListAfterAsync(after, PageSize, cancellationToken);
            await applier.SawUnreadAsync(orders.Unread, cancellationToken);
            var fresh = orders.Where(order => seen.Add(order.OrderId)).ToList();
            changed += await applier.ApplyAsync(fresh, cancellationToken);

            // A time that has not come would hide every order until it has.
            if (orders.Where(order => order.SubmittedAt < Latest).Max(order => order.SubmittedAt) is { } newest)
            {
                await AdvanceAsync(newest, cancellationToken);
                after = newest.AddTicks(-TimeSpan.TicksPerMillisecond);
            }

            if (orders.Total < PageSize || fresh.Count == 0)
            {
                break;
            }
        }

        return (seen, changed);
    }

    private DateTimeOffset Latest => _clock is { } clock ? clock.Market + time.GetElapsedTime(clock.At) + MaxAhead : DateTimeOffset.MaxValue;

    private async Task<DateTimeOffset?> LoadAsync(CancellationToken cancellationToken) =>
        (await cursors.LoadAsync(switches.AccountLabel, CursorSource, cancellationToken))?.EventTs;

    private Task AdvanceAsync(DateTimeOffset to, CancellationToken cancellationToken) =>
        cursors.AdvanceAsync(switches.AccountLabel, CursorSource, new SignalPosition(to, "", 0), cancellationToken);
}

/// <param name="Seen">Orders read.</param>
/// <param name="Changed">Rows that changed.</param>
/// <param name="Complete">Whether every order believed open was looked at.</param>
internal sealed record OrderReading(int Seen, int Changed, bool Complete);
