using Torghut.Common.Drills;
using Torghut.Trading.Account;
using Torghut.Trading.Decisions;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Submission;

/// <summary>
/// Finds out what became of requests without an answer. The broker's evidence alone decides; nothing found counts only after the grace period and for
/// the second time, because an order may appear a moment after its request timed out.
/// </summary>
internal sealed class UnknownResolver(
    IOrderQueries queries, IDecisionStore decisions, BrokerLookup lookup, SwitchOptions switches, BrokerOptions options, EntryBlocks blocks,
    Failpoints failpoints, ILogger<UnknownResolver> logger)
{
    private const int LookupsForAbsence = 2;

    /// <summary>After so many failures the broker is away rather than an order odd.</summary>
    private const int MaxFailures = 3;

    private bool _isFailing;

    /// <summary>
    /// Looks each unresolved order up once; returns how many were resolved. One that cannot be looked up stays unresolved and keeps entries back; neither the
    /// others nor exits wait for it. Must not run beside a submission of this process.
    /// </summary>
    public async Task<int> ResolveAsync(CancellationToken cancellationToken)
    {
        var unresolved = await queries.UnresolvedAsync(switches.AccountLabel, cancellationToken);
        blocks.UnresolvedOrders = unresolved.Count;
        var (resolved, failures) = (0, 0);
        foreach (var order in unresolved)
        {
            try
            {
                resolved += await ResolveAsync(order, cancellationToken) ? 1 : 0;
                blocks.UnresolvedOrders = unresolved.Count - resolved;
            }
            catch (BrokerException failure)
            {
                Failed(order.Row, failure);
                if (++failures == MaxFailures)
                {
                    break;
                }
            }
        }

        _isFailing = failures > 0;
        return resolved;
    }

    /// <summary>Logged once for as long as it lasts: every tick looks again.</summary>
    private void Failed(DecisionRow row, BrokerException failure)
    {
        if (!_isFailing)
        {
            TradingLog.LookupFailed(logger, row.DecisionHash, failure.Message);
        }
    }

    private async Task<bool> ResolveAsync(UnresolvedOrder order, CancellationToken cancellationToken)
    {
        var row = order.Row;
        using var span = DecisionTracing.Start(TradingTracing.LookUpOrder, row);
        if (row.State == OrderState.Submitting)
        {
            if (await decisions.ApplyAsync(row, OrderTrigger.OutcomeLost, "no outcome was recorded", cancellationToken) is not { } lost)
            {
                return false;
            }

            row = lost;
            await failpoints.HitAsync(FailpointNames.LossCommitted);
        }

        try
        {
            if (await lookup.FindAsync(row, cancellationToken) is { } found)
            {
                TradingLog.OrderResolved(logger, row.DecisionHash, row.Status, found.Status);
                return true;
            }
        }
        catch (BrokerItemException)
        {
            // The order is there; it stays unknown, alone, until what is said of it is understood.
            return false;
        }

        var lookups = await decisions.CountNotFoundAsync(row, cancellationToken);
        if (lookups < LookupsForAbsence || order.SinceClaim < options.UnknownGrace)
        {
            return false;
        }

        await decisions.ApplyAsync(row, OrderTrigger.ProvenAbsent, $"not at the broker after {lookups} look-ups", cancellationToken);
        await failpoints.HitAsync(FailpointNames.AbsenceCommitted);
        TradingLog.OrderResolved(logger, row.DecisionHash, row.Status, OrderState.Approved.Name());
        return true;
    }
}
