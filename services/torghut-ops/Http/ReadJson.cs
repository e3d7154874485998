using System.Text.Json;
using System.Text.Json.Serialization;

namespace Torghut.Ops.Http;

/// <summary>How answers about the market and the trading are written as JSON.</summary>
internal static class ReadJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters =
        {
            new UtcInstantConverter(),
            new DecimalTextConverter(),
            new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false),
        },
    };

    /// <summary>A value as answers write it.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>An answer of one object, with its tag.</summary>
    public static EntityResult Answer<T>(T value) => new(JsonSerializer.SerializeToUtf8Bytes(value, Options), EntityResult.JsonType);
}
