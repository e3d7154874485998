using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Torghut.Common.Logging;

/// <summary>
/// One JSON object a line with stable fields: <c>ts</c> (UTC), <c>level</c>, <c>logger</c>, <c>event_id</c>, <c>event</c>, <c>msg</c>, the message's
/// own values under <c>data</c>, and <c>error</c> with the whole exception.
/// </summary>
public sealed class JsonLineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "torghut-json";

    private static readonly JsonWriterOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            json.WriteString("ts", time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", logEntry.LogLevel switch
            {
                LogLevel.Critical => "fatal",
                LogLevel.Error => "error",
                LogLevel.Warning => "warn",
                LogLevel.Information => "info",
                _ => "debug",
            });
            json.WriteString("logger", logEntry.Category);
            json.WriteNumber("event_id", logEntry.EventId.Id);
            json.WriteString("event", logEntry.EventId.Name);
            json.WriteString("msg", logEntry.Formatter(logEntry.State, logEntry.Exception));
            WriteValues(json, logEntry.State as IReadOnlyList<KeyValuePair<string, object?>>);
            if (logEntry.Exception is { } exception)
            {
                json.WriteString("error", exception.ToString());
            }

            json.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void WriteValues(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>>? values)
    {
        if (values is null || !values.Any(IsValue))
        {
            return;
        }

        json.WriteStartObject("data");
        foreach (var (key, value) in values.Where(IsValue))
        {
            json.WriteString(JsonNamingPolicy.SnakeCaseLower.ConvertName(key), Convert.ToString(value, CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
    }

    private static bool IsValue(KeyValuePair<string, object?> pair) => pair.Key != "{OriginalFormat}";
}
