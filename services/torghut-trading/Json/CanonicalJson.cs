using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Torghut.Trading.Json;

/// <summary>
/// The only writer of JSON that is hashed or persisted. Keys are sorted by their UTF-16 code units, there is no white space, and UUIDs,
/// decimals, times and durations are strings, so that equal values always give equal bytes and no reader rounds money through a double
/// (<c>docs/adr/0016-canonical-json.md</c>).
/// </summary>
internal static class CanonicalJson
{
    private const int MaxDepth = 32;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = false };

    /// <summary>Serialises a map; throws <see cref="NotSupportedException"/> for a value whose form is not fixed here.</summary>
    public static string Serialize(JsonMap map) => Encoding.UTF8.GetString(SerializeToUtf8(map));

    /// <summary>As <see cref="Serialize(JsonMap)"/>, for hashing.</summary>
    public static byte[] SerializeToUtf8(JsonMap map)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            WriteMap(writer, map, 0);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Serialises a list of values.</summary>
    public static string Serialize(IReadOnlyList<object?> values)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            WriteList(writer, values, 0);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteMap(Utf8JsonWriter writer, JsonMap map, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new NotSupportedException($"JSON deeper than {MaxDepth} levels");
        }

        writer.WriteStartObject();
        foreach (var (key, value) in map)
        {
            writer.WritePropertyName(key);
            WriteValue(writer, value, depth + 1);
        }

        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, IEnumerable values, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new NotSupportedException($"JSON deeper than {MaxDepth} levels");
        }

        writer.WriteStartArray();
        foreach (var value in values)
        {
            WriteValue(writer, value, depth + 1);
        }

        writer.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value, int depth)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case double number: WriteDouble(writer, number); break;
            case decimal or Guid or DateTimeOffset or TimeSpan or Enum: writer.WriteStringValue(CanonicalText.Of(value)); break;
            case RawJson raw: writer.WriteRawValue(raw.Text); break;
            case JsonMap map: WriteMap(writer, map, depth); break;
            case IEnumerable list: WriteList(writer, list, depth); break;
            default: throw new NotSupportedException($"No canonical JSON form for {value.GetType()}");
        }
    }

    /// <summary>JSON has no infinities; a feature that overflowed is still recorded, as text.</summary>
    private static void WriteDouble(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteRawValue(value.ToString("R", CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        }
    }
}
