using System.Text.Json;
using Npgsql;
using Torghut.Ops.TradingHistory.Profits;

namespace Torghut.Ops.TradingHistory.Reading;

/// <summary>Values of a row as answers show them.</summary>
internal static class RowReading
{
    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 256 };

    public static string? Text(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset Instant(this NpgsqlDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    public static DateTimeOffset? OptionalInstant(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Instant(column);

    public static decimal Amount(this NpgsqlDataReader row, int column) => Amounts.Plain(row.GetDecimal(column));

    public static decimal? OptionalAmount(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Amount(column);

    /// <summary>A column of JSON; null when it is NULL.</summary>
    public static JsonElement? Json(this NpgsqlDataReader row, int column)
    {
        if (row.Text(column) is not { } text)
        {
            return null;
        }

        using var document = JsonDocument.Parse(text, Bounded);
        return document.RootElement.Clone();
    }

    /// <summary>The texts of a JSON array; none when it is no array.</summary>
    public static IReadOnlyList<string> Texts(this NpgsqlDataReader row, int column) =>
        row.Json(column) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray().Select(item => item.ToString())] : [];
}
