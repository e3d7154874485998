using Torghut.Trading.Account;
using Torghut.Trading.Observability;
using Torghut.Trading.Orders;
using Torghut.Trading.Safety;

namespace Torghut.Trading.OrderReports;

/// <summary>Applies order reports and logs what a person must know.</summary>
internal sealed class OrderReportHandler(
    IOrderReportStore store, SwitchOptions switches, EntryBlocks blocks, EmergencyStop stop, TradingMetrics metrics,
    TimeProvider time, ILogger<OrderReportHandler> logger)
{
    public async Task<OrderReportResult> ApplyAsync(string adapter, OrderReport report, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        var result = await store.ApplyAsync(switches.AccountLabel, adapter, report, cancellationToken);
        OrderReportSpan.Record(began, adapter, report, result);
        if (result.NewlyFilled > 0)
        {
            metrics.Fill();
        }

        if (result is { External: true, IsNew: true })
        {
            metrics.ExternalOrder();
            blocks.ExternalOrderSeen();
            TradingLog.ExternalOrder(logger, report.Order.OrderId, report.Order.Side, report.Order.Symbol);
        }

        if (result.Replaced)
        {
            metrics.EvidenceReplaced();
            TradingLog.EvidenceReplaced(logger, report.Order.OrderId, report.Order.Status, report.Order.FilledQty);
        }

        if (result is { Rejected: true, Decision: { } refused })
        {
            metrics.OrderRejected();
            if (!refused.OpensExposure)
            {
                metrics.ExitRefused();
                TradingLog.ExitRefused(logger, refused.Action, refused.Symbol, RefusalHistory.AfterAcceptance, refused.DecisionHash);
            }
        }

        if (result.Violation)
        {
            metrics.Violation();
            TradingLog.ProtocolViolation(logger, report.Order.ClientOrderId, report.Order.Status, result.Decision!.Status);
        }

        // An order of ours that works while everything is stopped slipped past the mass cancel. Orders of others are left to those who sent them.
        if (result is { Changed: true, External: false } && !BrokerStatus.IsTerminal(report.Order.Status))
        {
            stop.MassCancelAgain();
        }

        return result;
    }
}
