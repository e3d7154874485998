using Torghut.Trading.Account;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Reconciliation;

/// <summary>Counts what blocks entries after a pass; the first pass that leaves nothing unresolved opens the way for orders.</summary>
internal sealed class EntryBlockCounter(
    IOrderQueries queries, ExternalOrderStore external, EntryBlocks blocks, SwitchOptions switches, ILogger<Reconciler> logger)
{
    /// <param name="resolved">Orders that the pass resolved.</param>
    /// <param name="seen">Orders that it read.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task CountAsync(int resolved, int seen, CancellationToken cancellationToken)
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
}
