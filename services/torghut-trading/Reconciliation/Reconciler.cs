using Torghut.Trading.Account;
using Torghut.Trading.Audit;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;
using Torghut.Trading.Submission;

namespace Torghut.Trading.Reconciliation;

/// <summary>Makes the database agree with the broker, which is the truth: orders, account and positions, and the fills that connect them.</summary>
internal sealed class Reconciler(
    IBroker broker,
    BrokerOrderReader reader,
    UnknownResolver resolver,
    OrderQueries queries,
    SnapshotStore snapshots,
    ExternalOrderStore external,
    AccountReconciler accountReconciler,
    AuditAnchor anchor,
    SafetyLatches latches,
    SwitchOptions switches,
    RiskOptions risk,
    EntryBlocks blocks,
    TradingMetrics metrics,
    TradingGauges gauges,
    ILogger<Reconciler> logger)
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    /// <summary>What the account looked like last; null before the first time.</summary>
    public BrokerAccount? LastAccount { get; private set; }

    public IReadOnlyList<BrokerPosition> LastPositions { get; private set; } = [];

    /// <summary>One pass; the first that leaves nothing unresolved opens the way for orders.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var span = TradingTracing.Source.StartActivity(TradingTracing.Reconcile);
        await anchor.CheckAsync(reason => latches.EngageEmergencyStopAsync(reason, "audit check", cancellationToken), cancellationToken);
        var clock = await broker.GetClockAsync(cancellationToken);
        var resolved = await resolver.ResolveAsync(cancellationToken);
        var before = await broker.ListPositionsAsync(cancellationToken);
        var reading = await reader.ReadAllAsync(clock.Now, Overlap, cancellationToken);
        await ReadAccountAsync(clock, before, reading, cancellationToken);
        metrics.ReconcileUpdates(reading.Changed);
        gauges.Reconciled();
        await FinishAsync(resolved, reading.Seen, cancellationToken);
        await anchor.RecordAsync(cancellationToken);
    }

    private async Task FinishAsync(int resolved, int seen, CancellationToken cancellationToken)
    {
        blocks.UnresolvedOrders = await queries.CountUnresolvedAsync(switches.AccountLabel, cancellationToken);
        if (!blocks.Reconciled)
        {
            if (blocks.UnresolvedOrders > 0)
            {
                return;
            }

            await external.AcknowledgeFinishedAsync(switches.AccountLabel, cancellationToken);
            blocks.Reconciled = true;
            TradingLog.ReconciledAtStart(logger, resolved, seen);
        }

        await blocks.CountExternalAsync(() => queries.CountExternalAsync(switches.AccountLabel, cancellationToken));
    }

    private async Task ReadAccountAsync(MarketClock clock, IReadOnlyList<BrokerPosition> before, OrderReading reading, CancellationToken cancellationToken)
    {
        var account = await broker.GetAccountAsync(cancellationToken);
        var positions = await broker.ListPositionsAsync(cancellationToken);
        await snapshots.WriteAsync(switches.AccountLabel, clock, account, positions, cancellationToken);
        LastAccount = account;
        LastPositions = positions;
        if (reading.Complete)
        {
            await accountReconciler.CheckAsync(new AccountObservation(clock.Now, account.Cash, before, positions), cancellationToken);
        }

        if (risk.LossLimit(account.LastEquity) is { } limit && account.DailyLoss >= limit)
        {
            await latches.EngageReducingAsync(
                Latch.DailyLoss, $"lost {account.DailyLoss} USD since the last close, the limit is {limit}", "daily-loss stop", cancellationToken);
        }
    }
}
