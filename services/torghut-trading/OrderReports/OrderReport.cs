using Torghut.Trading.Execution;
using Torghut.Trading.Orders;

namespace Torghut.Trading.OrderReports;

/// <summary>What the broker reports of an order, by whatever way it came.</summary>
/// <param name="Order">The order afterwards.</param>
/// <param name="Source">One of <see cref="OrderReportSources"/>.</param>
/// <param name="Event">What the trade-updates stream said happened; null for a mere poll of the order.</param>
/// <param name="Origin">The record that brought it; null for another source, and while nobody traces.</param>
internal sealed record OrderReport(BrokerOrder Order, string Source, OrderEvent? Event = null, MessageOrigin? Origin = null)
{
    /// <summary>The order's progress; a busted or corrected fill is newer than what was said without it.</summary>
    public BrokerOrderView View => Event is { IsCorrection: true } ? Order.View with { CorrectedAt = Order.View.UpdatedAt } : Order.View;
}
