using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Numbers;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>A position as the wire shows it. Short positions have negative quantity, market value and cost.</summary>
internal static class PositionJson
{
    public static JsonObject Write(SymbolInfo symbol, Position position, decimal held, decimal price, decimal firstPrice)
    {
        var value = position.Qty * price;
        var profit = value - position.CostBasis;
        var change = firstPrice == 0 ? 0 : (price - firstPrice) / firstPrice;
        var available = Math.Sign(position.Qty) * Math.Max(0, Math.Abs(position.Qty) - held);
        var share = position.CostBasis == 0 ? 0 : profit / Math.Abs(position.CostBasis);
        return new JsonObject
        {
            ["asset_id"] = Assets.IdOf(symbol.Name).ToString(),
            ["symbol"] = symbol.Name,
            ["exchange"] = symbol.Exchange,
            ["asset_class"] = "us_equity",
            ["asset_marginable"] = true,
            ["qty"] = Amounts.Text(position.Qty),
            ["qty_available"] = Amounts.Text(available),
            ["avg_entry_price"] = Amounts.Text(position.AveragePrice),
            ["side"] = position.Qty > 0 ? "long" : "short",
            ["market_value"] = Amounts.Text(value),
            ["cost_basis"] = Amounts.Text(position.CostBasis),
            ["unrealized_pl"] = Amounts.Text(profit),
            ["unrealized_plpc"] = Amounts.Text(share),
            ["unrealized_intraday_pl"] = Amounts.Text(profit),
            ["unrealized_intraday_plpc"] = Amounts.Text(share),
            ["current_price"] = Amounts.Text(price),
            ["lastday_price"] = Amounts.Text(firstPrice),
            ["change_today"] = Amounts.Text(change),
        };
    }
}
