using System.Text.Json;

namespace Torghut.Alpaca.Trading;

internal static class AssetJson
{
    public static AlpacaAsset Read(JsonElement json) => new()
    {
        Id = json.RequiredText("id"),
        Symbol = json.RequiredText("symbol"),
        Class = EnumNames<AssetClass>.Parse(json.Text("class")),
        Status = EnumNames<AssetStatus>.Parse(json.Text("status")),
        Exchange = json.Text("exchange") ?? "",
        Name = json.Text("name") ?? "",
        Tradable = json.Flag("tradable"),
        Marginable = json.Flag("marginable"),
        Shortable = json.Flag("shortable"),
        EasyToBorrow = json.OptionalFlag("easy_to_borrow") ?? json.Text("borrow_status") == "easy_to_borrow",
        Fractionable = json.Flag("fractionable"),
    };
}
