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

    /// <summary>Orders whose last look-up failed, and at which failure that was.</summary>
    private readonly Dictionary<Guid, long> _failed = [];
    private long _failures;

    /// <summary>
    /// Looks unresolved orders up, each once, until the broker does not answer; returns how many were resolved. One that cannot be looked up stays unresolved:
    /// it keeps entries back, and closing orders of its own symbol and side. Must not run beside a submission of this process.
    /// </summary>
    public async Task<int> ResolveAsync(CancellationToken cancellationToken)
    {
        var unresolved = await queries.UnresolvedAsync(switches.AccountLabel, cancellationToken);
        var left = unresolved.ToDictionary(order => order.Row.Id, order => (order.Row.Symbol, order.Row.Action));
        blocks.Unresolved(left.Values);
        foreach (var gone in _failed.Keys.Where(id => !left.ContainsKey(id)).ToList())
        {
            _failed.Remove(gone);
        }

        // What failed before comes last, the longest ago first: one that cannot be looked up keeps no other one from it.
        foreach (var order in unresolved.OrderBy(order => _failed.GetValueOrDefault(order.Row.Id)).ToList())
        {
            try
            {
                if (await ResolveAsync(order, cancellationToken))
                {
                    left.Remove(order.Row.Id);
                    blocks.Unresolved(left.Values);
                }

                _failed.Remove(order.Row.Id);
            }
            catch (BrokerException failure)
            {
                Failed(order.Row, failure);
                if (failure.IsTransient)
                {
                    // Each of the others would wait for a time-out, and exits with it.
                    break;
                }
            }
        }

        return unresolved.Count - left.Count;
    }

    /// <summary>Logged once an order for as long as it lasts: every tick looks again.</summary>
    private void Failed(DecisionRow row, BrokerException failure)
    {
        if (!_failed.ContainsKey(row.Id))
        {
            TradingLog.LookupFailed(logger, row.DecisionHash, failure.Message);
        }

        _failed[row.Id] = ++_failures;
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
