using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Torghut.Ops.TradingHistory.Summaries;

/// <summary>A point of a curve as <c>[epoch seconds, "USD"]</c>.</summary>
internal sealed class EquityPointConverter : JsonConverter<EquityPoint>
{
    public override EquityPoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, EquityPoint value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.At.ToUnixTimeMilliseconds() / 1000m);
        writer.WriteStringValue(value.Equity.ToString(CultureInfo.InvariantCulture));
        writer.WriteEndArray();
    }
}
