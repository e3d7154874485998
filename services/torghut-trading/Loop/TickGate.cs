using Torghut.Trading.Execution;
using Torghut.Trading.Leasing;
using Torghut.Trading.Safety;
using Torghut.Trading.Submission;
using Torghut.Trading.Universe;

namespace Torghut.Trading.Loop;

/// <summary>What must hold before a tick decides anything: the lease, the latches, reconciliation, the market's time and the universe.</summary>
internal sealed class TickGate(
    LeaseManager leases, SafetyLatches latches, EntryBlocks blocks, UnknownResolver resolver, IBroker broker, UniverseProvider universe, TickReporter reporter)
{
    public async Task<TickEntry> EnterAsync(CancellationToken cancellationToken)
    {
        if (leases.Current is null)
        {
            return TickEntry.Closed(leases.DatabaseDown ? TickOutcomes.DatabaseFailed : TickOutcomes.NoLease, leaseHeld: false);
        }

        await latches.SynchroniseAsync(cancellationToken);
        if (!blocks.Reconciled)
        {
            return TickEntry.Closed(TickOutcomes.Reconciling);
        }

        if (blocks.UnresolvedOrders > 0)
        {
            await resolver.ResolveAsync(cancellationToken);
        }

        var clock = await broker.GetClockAsync(cancellationToken);
        reporter.Saw(clock);
        var symbols = await universe.GetAsync(cancellationToken);
        reporter.Saw(symbols);
        return symbols.Known ? new TickEntry(new TickStart(clock, symbols.Symbols), TickOutcomes.Ok, true) : TickEntry.Closed(TickOutcomes.UniverseBlocked);
    }
}
