using System.Buffers;
using System.Text.Json;
using Torghut.Ops.Http;

namespace Torghut.Ops.TechnicalAnalysis;

/// <summary>Writes the newest of the symbols.</summary>
internal static class LatestResponse
{
    /// <summary>A signal's columns beside those of a bar, in one line of a file.</summary>
    private const string SignalPrefix = "signal.";

    private static IEnumerable<string> BarColumns => Series.Bars.Columns.Skip(1);

    private static IEnumerable<string> SignalColumns => Series.Signals.Columns.Skip(1);

    public static EntityResult Json(Latest latest)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("asOf", UtcInstantConverter.Write(latest.AsOf));
        json.WriteStartArray("items");
        foreach (var item in latest.Items)
        {
            json.WriteStartObject();
            json.WriteString("symbol", item.Symbol);
            json.WritePropertyName("bar");
            Write(json, item.BarTs, BarColumns, item.Bar);
            json.WritePropertyName("signal");
            if (item.Signal is { } signal)
            {
                Write(json, signal.EventTs, SignalColumns, signal.Values);
            }
            else
            {
                json.WriteNullValue();
            }

            json.WriteNumber("lagSeconds", item.LagSeconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return new EntityResult(buffer.WrittenMemory, EntityResult.JsonType);
    }

    public static EntityResult Csv(Latest latest)
    {
        var csv = new CsvWriter(
            ["symbol", "eventTs", .. BarColumns, SignalPrefix + "eventTs", .. SignalColumns.Select(column => SignalPrefix + column), "lagSeconds"]);
        foreach (var item in latest.Items)
        {
            var signal = item.Signal?.Values ?? [.. SignalColumns.Select(_ => double.NaN)];
            csv.Row(
                [item.Symbol, item.BarTs, .. item.Bar.Cast<object?>(), item.Signal?.EventTs, .. signal.Cast<object?>(), item.LagSeconds]);
        }

        return new EntityResult(csv.ToBytes(), CsvWriter.ContentType, "latest.csv");
    }

    private static void Write(Utf8JsonWriter json, DateTimeOffset eventTs, IEnumerable<string> columns, double[] values)
    {
        json.WriteStartObject();
        json.WriteString("eventTs", UtcInstantConverter.Write(eventTs));
        foreach (var (column, value) in columns.Zip(values))
        {
            if (double.IsFinite(value))
            {
                json.WriteNumber(column, value);
            }
            else
            {
                json.WriteNull(column);
            }
        }

        json.WriteEndObject();
    }
}
