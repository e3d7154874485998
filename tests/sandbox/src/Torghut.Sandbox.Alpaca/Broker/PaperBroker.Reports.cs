using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Numbers;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>What the broker shows: account, orders, positions.</summary>
internal sealed partial class PaperBroker
{
    public JsonObject ReportAccount()
    {
        lock (_gate)
        {
            return AccountJson.Write(_account, _orders.Reserved);
        }
    }

    public decimal Equity()
    {
        lock (_gate)
        {
            return _account.Equity;
        }
    }

    /// <exception cref="RefusedException">There is no such order.</exception>
    public JsonObject ReportOrder(Guid id, bool nested = false)
    {
        lock (_gate)
        {
            return _json.Write(Get_NeedsLock(id), nested);
        }
    }

    /// <exception cref="RefusedException">There is no such order.</exception>
    public JsonObject ReportOrder(string clientOrderId)
    {
        lock (_gate)
        {
            return _json.Write(_orders.Find(clientOrderId) ?? throw RefusedException.NotFound($"order not found for {clientOrderId}"), nested: false);
        }
    }

    public JsonArray ReportOrders(OrderQuery query)
    {
        lock (_gate)
        {
            return [.. query.Select(_orders).Select(o => (JsonNode)_json.Write(o, query.Nested))];
        }
    }

    public JsonArray ReportPositions()
    {
        lock (_gate)
        {
            return [.. _account.Positions.Keys.Select(s => (JsonNode)Position_NeedsLock(s))];
        }
    }

    /// <exception cref="RefusedException">There is no such position.</exception>
    public JsonObject ReportPosition(string symbolOrId)
    {
        lock (_gate)
        {
            return Assets.Find(_market, symbolOrId) is { } symbol && _account.Positions.ContainsKey(symbol.Index)
                ? Position_NeedsLock(symbol.Index)
                : throw RefusedException.NotFound("position does not exist");
        }
    }

    private JsonObject Position_NeedsLock(int index)
    {
        var symbol = _market.Symbols[index];
        var position = _account.PositionOf(index);
        var held = _orders.Open.Where(o => o.Symbol == symbol && o.HoldsShares).Sum(o => o.Remaining);
        return PositionJson.Write(symbol, position, held, _account.PriceOf(index), Amounts.Price(_market.Of(index).FirstPrice));
    }
}
