using Torghut.Trading.Execution;
using Torghut.Trading.Observability;
using Torghut.Trading.Orders;
using Torghut.Trading.Reconciliation;
using Torghut.Trading.Safety;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Submission;

/// <summary>Applies news about orders and says aloud what a human must hear.</summary>
internal sealed class NewsDesk(
    OrderNewsStore store, SwitchOptions switches, OrderBlocks blocks, EmergencyStop stop, TradingMetrics metrics, TimeProvider time, ILogger<NewsDesk> logger)
{
    public async Task<NewsResult> ApplyAsync(string adapter, OrderNews news, CancellationToken cancellation)
    {
        var began = time.GetUtcNow();
        var result = await store.ApplyAsync(switches.AccountLabel, adapter, news, cancellation);
        OrderReportSpan.Record(began, adapter, news, result);
        if (result.NewlyFilled > 0) metrics.Fill();
        if (result is { Foreign: true, IsNew: true })
        {
            metrics.ForeignOrder();
            blocks.ForeignSeen();
            TradingLog.ForeignOrder(logger, news.Order.OrderId, news.Order.Side, news.Order.Symbol);
        }

        if (result.Violation)
        {
            metrics.Violation();
            TradingLog.ProtocolViolation(logger, news.Order.ClientOrderId, news.Order.Status, result.Decision!.Status);
        }

        // An order of ours that works while everything is stopped slipped past the sweep. Orders of others are left to those who sent them.
        if (result is { Changed: true, Foreign: false } && !BrokerStatus.IsTerminal(news.Order.Status)) stop.SweepAgain();
        return result;
    }
}
