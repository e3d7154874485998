using Torghut.Trading.Checkpoints;

namespace Torghut.Trading.Execution;

/// <summary>An order of the broker in the order in which a checkpoint has its fields.</summary>
internal static class OrderValues
{
    public static void Write(this CheckpointWriter writer, BrokerOrder order)
    {
        foreach (var text in new[] { order.OrderId, order.ClientOrderId, order.Symbol, order.Side, order.Type, order.TimeInForce, order.Status, order.RawJson })
        {
            writer.Write(text);
        }

        foreach (var number in new[] { order.Qty, order.Notional, order.LimitPrice, order.StopPrice, order.FilledQty, order.FilledAvgPrice })
        {
            writer.Write(number);
        }

        writer.Write(order.SubmittedAt);
        writer.Write(order.FilledAt);
        writer.Write(order.UpdatedAt);
    }

    public static BrokerOrder Order(this CheckpointReader reader) => new()
    {
        OrderId = reader.Text(),
        ClientOrderId = reader.Text(),
        Symbol = reader.Text(),
        Side = reader.Text(),
        Type = reader.Text(),
        TimeInForce = reader.Text(),
        Status = reader.Text(),
        RawJson = reader.Text(),
        Qty = reader.DecimalOrNull(),
        Notional = reader.DecimalOrNull(),
        LimitPrice = reader.DecimalOrNull(),
        StopPrice = reader.DecimalOrNull(),
        FilledQty = reader.DecimalOrNull() ?? 0,
        FilledAvgPrice = reader.DecimalOrNull(),
        SubmittedAt = reader.TimeOrNull(),
        FilledAt = reader.TimeOrNull(),
        UpdatedAt = reader.Time(),
    };
}
