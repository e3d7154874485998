using System.Text.Json.Nodes;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Numbers;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>What an event leaves: a line in the journal, one in the ledger, an activity, a message on the stream.</summary>
internal sealed partial class PaperBroker
{
    private void Publish_NeedsLock(string name, Order order, decimal? price = null, decimal? qty = null)
    {
        order.UpdatedAt = _clock.Now;
        var position = _account.PositionOf(order.Symbol.Index);
        var positionQty = price is null ? (decimal?)null : position.Qty;
        var happened = new TradeEvent(name, order, order.UpdatedAt, Guid.NewGuid(), price, qty, positionQty);
        var activity = price is null ? null : Add_NeedsLock(Activity.Fill, happened.ExecutionId, FillOf(happened));
        _journal.Append(new SavedChange
        {
            Orders = [order],
            Cash = price is null ? null : _account.Cash,
            Position = price is null ? null : new SavedPosition(order.Symbol.Name, position.Qty, position.AveragePrice),
            Activity = activity,
        });
        _ledger.Append(price is null ? "order_event" : "execution", new JsonObject
        {
            ["event"] = name,
            ["order_id"] = order.Id.ToString(),
            ["client_order_id"] = order.ClientOrderId,
            ["symbol"] = order.Symbol.Name,
            ["side"] = EnumNames.Of(order.Request.Side),
            ["status"] = EnumNames.Of(order.Status),
            ["filled_qty"] = Amounts.Text(order.FilledQty),
            ["execution_id"] = happened.ExecutionId.ToString(),
            ["price"] = Amounts.Text(price),
            ["qty"] = Amounts.Text(qty),
            ["position_qty"] = Amounts.Text(positionQty),
            ["cash"] = Amounts.Text(_account.Cash),
        });
        Published?.Invoke(happened, _json.Write(happened));
    }

    private Activity Add_NeedsLock(string type, Guid id, JsonObject fields)
    {
        var now = _clock.Now;
        var prefix = NewYork.Of(Nanos.ToInstant(now + _clock.Shift)).ToString("yyyyMMddHHmmssfff", System.Globalization.CultureInfo.InvariantCulture);
        fields["account_id"] = _account.Id.ToString();
        var activity = new Activity($"{prefix}::{id}", type, now, fields);
        _activities.Add(activity);
        return activity;
    }

    private JsonObject FillOf(TradeEvent execution) => new()
    {
        ["transaction_time"] = Wire.Timestamps.Format(execution.Time + _clock.Shift),
        ["type"] = execution.Order.Remaining == 0 ? "fill" : "partial_fill",
        ["price"] = Amounts.Text(execution.Price),
        ["qty"] = Amounts.Text(execution.Qty),
        ["side"] = EnumNames.Of(execution.Order.Request.Side),
        ["symbol"] = execution.Order.Symbol.Name,
        ["leaves_qty"] = Amounts.Text(execution.Order.Remaining),
        ["order_id"] = execution.Order.Id.ToString(),
        ["cum_qty"] = Amounts.Text(execution.Order.FilledQty),
        ["order_status"] = EnumNames.Of(execution.Order.Status),
    };
}
