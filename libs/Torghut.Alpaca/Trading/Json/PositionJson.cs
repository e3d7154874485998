using System.Text.Json;

namespace Torghut.Alpaca.Trading;

internal static class PositionJson
{
    public static AlpacaPosition Read(JsonElement json) => new()
    {
        Symbol = json.RequiredText("symbol"),
        Qty = json.RequiredDecimal("qty"),
        QtyAvailable = json.Decimal("qty_available"),
        Side = EnumNames<PositionSide>.Parse(json.Text("side")),
        AvgEntryPrice = json.Decimal("avg_entry_price"),
        AssetId = json.Text("asset_id"),
        AssetClass = EnumNames<AssetClass>.Parse(json.Text("asset_class")),
        MarketValue = json.Decimal("market_value"),
        CostBasis = json.Decimal("cost_basis"),
        UnrealizedPl = json.Decimal("unrealized_pl"),
        UnrealizedPlpc = json.Decimal("unrealized_plpc"),
        UnrealizedIntradayPl = json.Decimal("unrealized_intraday_pl"),
        CurrentPrice = json.Decimal("current_price"),
        LastdayPrice = json.Decimal("lastday_price"),
        ChangeToday = json.Decimal("change_today"),
        RawJson = json.GetRawText(),
    };
}
