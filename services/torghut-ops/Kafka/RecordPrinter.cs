using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Torghut.Avro;
using Torghut.Contracts.Decoding;

namespace Torghut.Ops.Kafka;

/// <summary>A record as a line of JSON. What cannot be decoded is shown with the reason and its bytes: there is no record that has no line.</summary>
internal sealed class RecordPrinter(Func<int, CancellationToken, Task<AvroSchema>>? schemas)
{
    /// <summary>Bytes that are shown of a value that cannot be decoded.</summary>
    private const int MaxRaw = 4096;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly Dictionary<int, AvroSchema> _known = [];

    /// <exception cref="SchemaSourceException">The registry could not answer, which says nothing about the record.</exception>
    public async Task<string> LineAsync(TopicRecord record, CancellationToken cancellationToken)
    {
        var (schemaId, schema, fault) = await SchemaOfAsync(record.Value, cancellationToken);
        if (schema is not null)
        {
            try
            {
                return Write(record, schemaId, schema, null);
            }
            catch (AvroException damaged)
            {
                fault = damaged.Message;
            }
        }

        return Write(record, schemaId, null, fault);
    }

    private async Task<(int? Id, AvroSchema? Schema, string? Fault)> SchemaOfAsync(byte[]? value, CancellationToken cancellationToken)
    {
        if (value is null)
        {
            return (null, null, null);
        }

        if (!ConfluentWireFormat.TryRead(value, out var id, out _))
        {
            return (null, null, "no schema id: the value is not in Confluent's wire format");
        }

        if (schemas is null)
        {
            return (id, null, "SCHEMA_REGISTRY_URL is not set");
        }

        if (!_known.TryGetValue(id, out var schema))
        {
            try
            {
                schema = await schemas(id, cancellationToken);
            }
            catch (SchemaSourceException unknown) when (unknown.Error is SchemaSourceError.NotFound or SchemaSourceError.InvalidSchema)
            {
                return (id, null, unknown.Message);
            }

            _known[id] = schema;
        }

        return (id, schema, null);
    }

    private static string Write(TopicRecord record, int? schemaId, AvroSchema? schema, string? fault)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("topic", record.Topic);
            json.WriteNumber("partition", record.Partition);
            json.WriteNumber("offset", record.Offset);
            json.WriteString("timestamp", record.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("key", KeyText(record.Key));
            if (schemaId is { } id)
            {
                json.WriteNumber("schema_id", id);
            }

            WriteValue(json, record.Value, schema, fault);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WriteValue(Utf8JsonWriter json, byte[]? value, AvroSchema? schema, string? fault)
    {
        if (value is not null && schema is null)
        {
            json.WriteString("undecoded", fault);
            json.WriteNumber("bytes", value.Length);
            json.WriteBase64String("raw", value.AsSpan(0, Math.Min(value.Length, MaxRaw)));
            return;
        }

        json.WritePropertyName("value");
        if (value is null)
        {
            json.WriteNullValue();
        }
        else
        {
            AvroJson.Write(json, ConfluentWireFormat.Read(value, out _), schema!);
        }
    }

    private static string? KeyText(byte[]? key)
    {
        try
        {
            return key is null ? null : Strict.GetString(key);
        }
        catch (DecoderFallbackException)
        {
            return "base64:" + Convert.ToBase64String(key!);
        }
    }
}
