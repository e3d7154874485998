using Torghut.Trading.Execution;
using Torghut.Trading.Leasing;
using Torghut.Trading.Safety;
using Torghut.Trading.Submission;

namespace Torghut.Trading.Loop;

/// <summary>
/// What must hold before a tick decides anything: the lease, the latches, reconciliation, the market's time and, for entries, the universe. While
/// it is not known the tick goes on over what is held: an exit is never trapped.
/// </summary>
internal sealed class TickGate(
    LeaseManager leases, SafetyLatches latches, EntryBlocks blocks, UnknownResolver resolver, IBroker broker, TickSymbols symbols, TickReporter reporter,
    TimeProvider time)
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

        var clock = await SessionClock.ReadAsync(broker, time, cancellationToken);
        reporter.Saw(clock.Read);
        var (universe, held) = await symbols.ReadAsync(cancellationToken);
        var start = new TickStart(clock, universe.Symbols, held.Symbols);
        return new TickEntry(start.Symbols.Count > 0 ? start : null, universe.Known ? TickOutcomes.Ok : TickOutcomes.UniverseBlocked, true);
    }
}
