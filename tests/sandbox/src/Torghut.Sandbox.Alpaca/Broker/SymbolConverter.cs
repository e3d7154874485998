using System.Text.Json;
using System.Text.Json.Serialization;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>Keeps a symbol in the journal by its name.</summary>
internal sealed class SymbolConverter(SyntheticMarket market) : JsonConverter<SymbolInfo>
{
    public override SymbolInfo Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var name = reader.GetString();
        return (name is null ? null : market.Find(name)) ?? throw new JsonException($"symbol {name} is not served");
    }

    public override void Write(Utf8JsonWriter writer, SymbolInfo value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
