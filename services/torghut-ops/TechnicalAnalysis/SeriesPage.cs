using System.Buffers;
using System.Text.Json;
using Torghut.Ops.Http;

namespace Torghut.Ops.TechnicalAnalysis;

/// <summary>Rows of a series.</summary>
/// <param name="Step">Width of each, seconds.</param>
/// <param name="Rows">As the series' columns; NaN where there is no value.</param>
/// <param name="Next">Cursor of the page after this one; null on the last.</param>
internal sealed record SeriesPage(Series Series, SeriesRequest Request, int Step, IReadOnlyList<double[]> Rows, string? Next)
{
    public EntityResult As(ExportFormat format) => format == ExportFormat.Csv
        ? new EntityResult(ToCsv(), CsvWriter.ContentType, EntityResult.FileName($"{Series.Name}-{Request.Symbol}", Request.Range, "csv"))
        : new EntityResult(ToJson(), EntityResult.JsonType);

    /// <summary>Written by hand: a day has 23,400 rows, and a value a row is cheaper without an object each.</summary>
    private ReadOnlyMemory<byte> ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("symbol", Request.Symbol);
        json.WriteString("from", UtcInstantConverter.Write(Request.Range.From));
        json.WriteString("to", UtcInstantConverter.Write(Request.Range.To));
        json.WriteNumber("step", Step);
        json.WriteStartArray("columns");
        foreach (var column in Series.Columns)
        {
            json.WriteStringValue(column);
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (var row in Rows)
        {
            SeriesRow.Write(json, row);
        }

        json.WriteEndArray();
        json.WriteString("next", Next);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private byte[] ToCsv()
    {
        var csv = new CsvWriter(Series.Columns);
        foreach (var row in Rows)
        {
            csv.Row([.. row.Select(value => (object?)value)]);
        }

        return csv.ToBytes();
    }
}
