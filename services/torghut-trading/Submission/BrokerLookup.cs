using Torghut.Common.Drills;
using Torghut.Trading.Decisions;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Submission;

/// <summary>Asks the broker for the order of a decision and takes over what it shows.</summary>
internal sealed class BrokerLookup(IBroker broker, OrderReportHandler reports, UnreadItems unread, Failpoints failpoints)
{
    /// <summary>The order as the broker shows it, applied; null when the broker does not know it (yet).</summary>
    /// <exception cref="BrokerItemException">The broker knows it, and what it said was not understood.</exception>
    public async Task<BrokerOrder?> FindAsync(DecisionRow row, CancellationToken cancellationToken)
    {
        BrokerOrder? found;
        try
        {
            found = await failpoints.DuringAsync(FailpointNames.LookupSent, broker.FindByClientOrderIdAsync(row.DecisionHash, cancellationToken));
        }
        catch (BrokerItemException odd)
        {
            await unread.SawAsync(UnreadKinds.Order, [odd.Item], cancellationToken);
            throw;
        }

        await failpoints.HitAsync(FailpointNames.LookupRead);
        if (found is not null)
        {
            await reports.ApplyAsync(broker.Name, new OrderReport(found, OrderReportSources.Lookup), cancellationToken);
        }

        return found;
    }
}
