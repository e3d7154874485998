using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>The symbols as tradable assets. An asset's id depends on its name only.</summary>
internal static class Assets
{
    public static Guid IdOf(string symbol) => new(SHA256.HashData(Encoding.UTF8.GetBytes("asset:" + symbol)).AsSpan(0, 16));

    public static SymbolInfo? Find(SyntheticMarket market, string symbolOrId) =>
        market.Find(symbolOrId) ?? (Guid.TryParse(symbolOrId, out var id) ? market.Symbols.FirstOrDefault(s => IdOf(s.Name) == id) : null);

    public static JsonObject Write(SymbolInfo symbol, bool shortable) => new()
    {
        ["id"] = IdOf(symbol.Name).ToString(),
        ["class"] = "us_equity",
        ["exchange"] = symbol.Exchange,
        ["symbol"] = symbol.Name,
        ["name"] = symbol.Name + " Common Stock",
        ["status"] = "active",
        ["tradable"] = true,
        ["marginable"] = true,
        ["shortable"] = shortable,
        ["easy_to_borrow"] = shortable,
        ["borrow_status"] = shortable ? "easy_to_borrow" : "hard_to_borrow",
        ["fractionable"] = true,
        ["maintenance_margin_requirement"] = 30,
        ["margin_requirement_long"] = "30",
        ["margin_requirement_short"] = "30",
        ["attributes"] = new JsonArray(),
    };
}
