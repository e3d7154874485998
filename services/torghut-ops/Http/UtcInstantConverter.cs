using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Torghut.Contracts.Time;

namespace Torghut.Ops.Http;

/// <summary>Instants in UTC with a Z and as many digits of a second as they have.</summary>
internal sealed class UtcInstantConverter : JsonConverter<DateTimeOffset>
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    public static string Write(DateTimeOffset instant) => instant.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>An instant as records hold it, nanoseconds since the Unix epoch, with all nine digits.</summary>
    public static string WriteNanos(long nanos)
    {
        var second = Nanos.FloorSecond(nanos);
        var whole = DateTimeOffset.FromUnixTimeSeconds(second).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{whole}.{nanos - (second * Nanos.PerSecond):D9}Z");
    }

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Write(value));
}
