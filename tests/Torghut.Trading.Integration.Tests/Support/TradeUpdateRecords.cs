using System.Globalization;
using System.Text.Json.Nodes;
using Torghut.Alpaca.Trading;
using Torghut.Contracts.Records;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>Order events as the forwarder would publish them.</summary>
internal static class TradeUpdateRecords
{
    /// <param name="order">The order as it is at the broker.</param>
    /// <param name="name">The event.</param>
    /// <param name="status">The order's status after it.</param>
    /// <param name="execution">Identity of the fill.</param>
    /// <param name="qty">Shares of the fill.</param>
    /// <param name="filled">Shares filled so far.</param>
    /// <param name="second">Seconds after the order was made; the record's number too.</param>
    public static TradeUpdate Of(AlpacaOrder order, string name, string status, string execution, decimal qty, decimal filled, int second)
    {
        var at = order.CreatedAt!.Value.ToUniversalTime().AddSeconds(second);
        var nanoseconds = (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100;
        var json = JsonNode.Parse(order.RawJson)!.AsObject();
        json["status"] = status;
        json["filled_qty"] = filled.ToString(CultureInfo.InvariantCulture);
        json["filled_avg_price"] = "1";
        return new TradeUpdate(
            new Envelope(nanoseconds, nanoseconds, "trade_updates", Channels.TradeUpdates, order.Symbol, second, true, Sources.WebSocket, null),
            "paper",
            name,
            execution,
            order.Id,
            order.ClientOrderId,
            status,
            "1",
            qty.ToString(CultureInfo.InvariantCulture),
            null,
            filled.ToString(CultureInfo.InvariantCulture),
            "1",
            json.ToJsonString());
    }
}
