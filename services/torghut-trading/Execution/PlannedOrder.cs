using Torghut.Trading.Json;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Execution;

/// <summary>An order as it would be sent, a day order always.</summary>
/// <param name="Symbol">Ticker.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="Qty">Shares.</param>
/// <param name="Kind">Market or limit.</param>
/// <param name="LimitPrice">USD, on the tick grid; null for a market order.</param>
internal sealed record PlannedOrder(string Symbol, OrderSide Side, decimal Qty, OrderKind Kind, decimal? LimitPrice)
{
    public JsonMap ToMap() => new()
    {
        ["symbol"] = Symbol,
        ["side"] = Side,
        ["qty"] = Qty,
        ["type"] = Kind,
        ["limit_price"] = LimitPrice,
        ["time_in_force"] = "day",
    };
}
