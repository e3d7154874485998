using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Faults;
using Torghut.Sandbox.Alpaca.Http;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>Cancelling and replacing orders, closing positions.</summary>
internal sealed partial class PaperBroker
{
    /// <summary>Cancels an order; false when it was cancelled before.</summary>
    /// <exception cref="RefusedException">There is no such order, or it is at an end of another kind.</exception>
    public bool Cancel(Guid id)
    {
        lock (_gate)
        {
            var order = Get_NeedsLock(id);
            if (order.Status == OrderStatus.Canceled)
            {
                return false;
            }

            if (TryFillInstead_NeedsLock(order) || !order.IsOpen)
            {
                throw AlreadyAtEnd(order);
            }

            Cancel_NeedsLock(order);
            return true;
        }
    }

    /// <summary>Cancels every open order; the answer lists them.</summary>
    public JsonArray CancelAll()
    {
        lock (_gate)
        {
            var response = new JsonArray();
            foreach (var order in _orders.Open.ToArray())
            {
                if (!order.IsOpen)
                {
                    // Cancelled with another order of its group.
                    response.Add(new JsonObject { ["id"] = order.Id.ToString(), ["status"] = 200, ["body"] = _json.Write(order) });
                    continue;
                }

                if (TryFillInstead_NeedsLock(order))
                {
                    response.Add(new JsonObject { ["id"] = order.Id.ToString(), ["status"] = 422, ["body"] = AlreadyAtEnd(order).ToJson() });
                    continue;
                }

                Cancel_NeedsLock(order);
                response.Add(new JsonObject { ["id"] = order.Id.ToString(), ["status"] = 200, ["body"] = _json.Write(order) });
            }

            return response;
        }
    }

    /// <summary>Replaces an order by a new one with some terms changed.</summary>
    /// <exception cref="RefusedException">The order cannot be replaced now, or the new one is not allowed.</exception>
    public JsonObject Replace(Guid id, JsonObject changes)
    {
        lock (_gate)
        {
            var order = Get_NeedsLock(id);
            if (!(order.IsWorking || order.Status == OrderStatus.Held) || order.Request.Notional is not null)
            {
                throw RefusedException.Unprocessable($"cannot replace order in {EnumNames.Of(order.Status)} status");
            }

            var request = OrderReplacement.Apply(order, changes);
            var next = Accept_NeedsLock(request, order);
            Publish_NeedsLock("replaced", order);
            return _json.Write(next);
        }
    }

    /// <summary>Sells a position, or buys back a short one.</summary>
    /// <exception cref="RefusedException">There is no such position, or its shares are held by orders.</exception>
    public JsonObject ClosePosition(string symbolOrId, decimal? qty, decimal? percentage)
    {
        lock (_gate)
        {
            var symbol = Assets.Find(_market, symbolOrId);
            var position = symbol is null ? default : _account.PositionOf(symbol.Index);
            if (symbol is null || position.Qty == 0)
            {
                throw RefusedException.NotFound("position does not exist");
            }

            if (qty <= 0 || percentage is <= 0 or > 100)
            {
                throw RefusedException.Malformed("qty must be > 0, percentage from 0 to 100");
            }

            var held = Math.Abs(position.Qty);
            var request = new OrderRequest
            {
                Symbol = symbol.Name,
                Side = position.Qty > 0 ? OrderSide.Sell : OrderSide.Buy,
                Type = OrderType.Market,
                TimeInForce = TimeInForce.Day,
                Qty = qty ?? (percentage is { } share ? Math.Round(held * share / 100, 9) : held),
            };
            return _json.Write(Accept_NeedsLock(request, replaced: null));
        }
    }

    /// <summary>Closes every position, after cancelling open orders if asked to.</summary>
    public JsonArray CloseAllPositions(bool cancelOrders)
    {
        if (cancelOrders)
        {
            CancelAll();
        }

        var response = new JsonArray();
        foreach (var symbol in HeldSymbols())
        {
            try
            {
                response.Add(new JsonObject { ["symbol"] = symbol, ["status"] = 200, ["body"] = ClosePosition(symbol, null, null) });
            }
            catch (RefusedException refused)
            {
                response.Add(new JsonObject { ["symbol"] = symbol, ["status"] = refused.Status, ["body"] = refused.ToJson() });
            }
        }

        return response;
    }

    private static RefusedException AlreadyAtEnd(Order order) => RefusedException.Unprocessable($"order is already in \"{EnumNames.Of(order.Status)}\" state");

    /// <summary>The race that a cancel loses: the order fills the moment it is to be cancelled.</summary>
    private bool TryFillInstead_NeedsLock(Order order)
    {
        if (!order.IsWorking || order.Request.LimitPrice is not { } price || _faults.Take(FaultKinds.OrderFillOnCancel, order.Attribute) is null)
        {
            return false;
        }

        Execute_NeedsLock(order, order.Remaining, price);
        return true;
    }

    private string[] HeldSymbols()
    {
        lock (_gate)
        {
            return [.. _account.Positions.Keys.Select(s => _market.Symbols[s].Name)];
        }
    }

    private Order Get_NeedsLock(Guid id) => _orders.Find(id) ?? throw RefusedException.NotFound($"order not found for {id}");
}
