using System.Globalization;
using Torghut.Alpaca.Trading;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Trading.Execution;

namespace Torghut.Trading.OrderReports;

/// <summary>Turns a trade-update record into an order report.</summary>
internal static class TradeUpdateMapping
{
    /// <exception cref="FormatException">The order snapshot or a number in it cannot be read, or cannot be meant.</exception>
    /// <exception cref="OverflowException">A number is too large.</exception>
    public static OrderReport ToReport(in TradeUpdate update)
    {
        var at = BrokerBounds.Time("event_ts", Nanos.ToInstant(update.Envelope.EventTs));
        var order = AlpacaMapping.Order(OrderJson.Parse(update.OrderJson));
        if (order.OrderId != update.OrderId)
        {
            throw new FormatException($"The order snapshot is of {order.OrderId}, the record of {update.OrderId}.");
        }

        // The snapshot's own time may lag behind the event that it was sent with.
        var newest = order.UpdatedAt > at ? order.UpdatedAt : at;
        return new OrderReport(
            order with { UpdatedAt = newest },
            OrderReportSources.TradeUpdates,
            new OrderEvent(
                BrokerBounds.Word("event", update.Event),
                update.ExecutionId is { Length: > 0 } execution ? BrokerBounds.Id("execution_id", execution) : null,
                BrokerBounds.Price("price", Number(update.Price)),
                BrokerBounds.Size("qty", Number(update.Qty)),
                Number(update.PositionQty) is { } position ? BrokerBounds.SignedSize("position_qty", position) : null,
                at));
    }

    private static decimal? Number(string? text) => string.IsNullOrEmpty(text) ? null : decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
