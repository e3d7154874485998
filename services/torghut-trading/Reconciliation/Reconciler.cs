using Torghut.Trading.Audit;
using Torghut.Trading.Observability;
using Torghut.Trading.Safety;
using Torghut.Trading.Submission;

namespace Torghut.Trading.Reconciliation;

/// <summary>Makes the database agree with the broker, which is the truth: orders, account and positions, and the fills that connect them.</summary>
internal sealed class Reconciler(
    AuditAnchor anchor, EmergencyStop stop, UnknownResolver resolver, BrokerOrderReader reader, AccountReader account, EntryBlockCounter counter,
    TradingMetrics metrics, TradingGauges gauges)
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var span = TradingTracing.Source.StartActivity(TradingTracing.Reconcile);
        await anchor.CheckAsync(reason => stop.EngageAsync(reason, "audit check"), cancellationToken);
        var clock = await account.ClockAsync(cancellationToken);
        var resolved = await resolver.ResolveAsync(cancellationToken);
        var before = await account.PositionsAsync(cancellationToken);
        var reading = await reader.ReadAllAsync(clock.Now, Overlap, cancellationToken);
        await account.ReadAsync(clock, before, reading, cancellationToken);
        metrics.ReconcileUpdates(reading.Changed);
        gauges.Reconciled();
        await counter.CountAsync(resolved, reading.Seen, cancellationToken);
        await anchor.RecordAsync(cancellationToken);
    }
}
