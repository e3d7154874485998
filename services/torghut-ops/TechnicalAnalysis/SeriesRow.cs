using System.Text.Json;

namespace Torghut.Ops.TechnicalAnalysis;

/// <summary>One row of a chart, as answers and the stream write it.</summary>
internal static class SeriesRow
{
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<double> row)
    {
        json.WriteStartArray();
        foreach (var value in row)
        {
            if (double.IsFinite(value))
            {
                json.WriteNumberValue(value);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }
}
