using Torghut.Common.Drills;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.FeatureQuality;
using Torghut.Trading.Observability;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;
using Torghut.Trading.Storage;
using Torghut.Trading.Submission;

namespace Torghut.Trading.Reconciliation;

/// <summary>Makes the database agree with the broker, which is the truth: orders from a durable cursor, open orders one by one, account and positions.</summary>
internal sealed class Reconciler(
    IBroker broker,
    NewsDesk news,
    UnknownResolver resolver,
    OrderQueries queries,
    CursorStore cursors,
    SnapshotStore snapshots,
    ForeignOrderStore foreign,
    LatchBoard latches,
    SwitchOptions switches,
    RiskOptions risk,
    OrderBlocks blocks,
    Failpoints failpoints,
    TradingMetrics metrics,
    TradingGauges gauges,
    ILogger<Reconciler> logger)
{
    private const string CursorSource = "broker_orders";
    private const int PageSize = 500;
    private const int MaxPages = 40;
    private const int MaxSingles = 200;

    /// <summary>Orders submitted shortly before the cursor are read again: they may have become visible after it had moved.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstLook = TimeSpan.FromDays(7);

    /// <summary>What the account looked like last; null before the first time.</summary>
    public BrokerAccount? LastAccount { get; private set; }

    public IReadOnlyList<BrokerPosition> LastPositions { get; private set; } = [];

    /// <summary>One pass; the first that leaves nothing unresolved opens the way for orders.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var clock = await broker.GetClockAsync(cancellation);
        var resolved = await resolver.ResolveAsync(cancellation);
        var (seen, changed) = await ReadOrdersAsync(clock, cancellation);
        await failpoints.HitAsync(FailpointNames.InsideReconcile);
        changed += await ReadOpenOrdersAsync(seen, cancellation);
        await ReadAccountAsync(clock, cancellation);
        metrics.ReconcileUpdates(changed);
        gauges.Reconciled();
        await FinishAsync(resolved, seen.Count, cancellation);
    }

    private async Task FinishAsync(int resolved, int seen, CancellationToken cancellation)
    {
        blocks.UnresolvedOrders = await queries.CountUnresolvedAsync(switches.AccountLabel, cancellation);
        if (!blocks.Reconciled)
        {
            if (blocks.UnresolvedOrders > 0) return;
            await foreign.AcknowledgeFinishedAsync(switches.AccountLabel, cancellation);
            blocks.Reconciled = true;
            TradingLog.ReconciledAtStart(logger, resolved, seen);
        }

        blocks.ForeignOrders = await queries.CountForeignAsync(switches.AccountLabel, cancellation);
    }

    private async Task<(HashSet<string> Seen, int Changed)> ReadOrdersAsync(MarketClock clock, CancellationToken cancellation)
    {
        var cursor = await cursors.LoadAsync(switches.AccountLabel, CursorSource, cancellation);
        var after = (cursor?.EventTs ?? clock.Now - FirstLook) - Overlap;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var changed = 0;
        for (var page = 0; page < MaxPages; page++)
        {
            var orders = await broker.ListAfterAsync(after, PageSize, cancellation);
            var fresh = orders.Where(order => seen.Add(order.OrderId)).ToList();
            foreach (var order in fresh) changed += await ApplyAsync(order, cancellation);
            if (orders.Count > 0 && orders.Max(order => order.SubmittedAt) is { } newest)
            {
                await cursors.AdvanceAsync(switches.AccountLabel, CursorSource, new SignalPosition(newest, "", 0), cancellation);
                after = newest.AddTicks(-TimeSpan.TicksPerMillisecond);
            }

            if (orders.Count < PageSize || fresh.Count == 0) break;
        }

        return (seen, changed);
    }

    /// <summary>Orders we believe open, and orders the broker has open, that the cursor did not show.</summary>
    private async Task<int> ReadOpenOrdersAsync(HashSet<string> seen, CancellationToken cancellation)
    {
        var changed = 0;
        foreach (var order in await broker.ListOpenAsync(cancellation))
        {
            if (seen.Add(order.OrderId)) changed += await ApplyAsync(order, cancellation);
        }

        foreach (var id in await queries.OpenOrderIdsAsync(switches.AccountLabel, MaxSingles, cancellation))
        {
            if (seen.Add(id) && await broker.FindAsync(id, cancellation) is { } order) changed += await ApplyAsync(order, cancellation);
        }

        return changed;
    }

    private async Task ReadAccountAsync(MarketClock clock, CancellationToken cancellation)
    {
        var account = await broker.GetAccountAsync(cancellation);
        var positions = await broker.ListPositionsAsync(cancellation);
        await snapshots.WriteAsync(switches.AccountLabel, clock, account, positions, cancellation);
        LastAccount = account;
        LastPositions = positions;
        if (risk.LossLimit(account.LastEquity) is { } limit && account.DailyLoss >= limit)
        {
            await latches.EngageDailyLossAsync($"lost {account.DailyLoss} USD since the last close, the limit is {limit}", cancellation);
        }
    }

    private async Task<int> ApplyAsync(BrokerOrder order, CancellationToken cancellation)
    {
        try
        {
            return (await news.ApplyAsync(broker.Name, new OrderNews(order, NewsSources.Reconcile), cancellation)).Changed ? 1 : 0;
        }
        catch (OrderIdentityException twice)
        {
            metrics.Violation();
            TradingLog.ReconcileFailed(logger, twice.Message);
            return 0;
        }
    }
}
