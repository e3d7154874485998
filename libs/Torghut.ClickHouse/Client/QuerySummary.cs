using System.Globalization;
using System.Text.Json;

namespace Torghut.ClickHouse;

/// <summary>What the server did for a query, from its X-ClickHouse-Summary; zeros where it did not say.</summary>
public readonly record struct QuerySummary(string QueryId, long ReadRows, long ReadBytes, long WrittenRows, long WrittenBytes, long ResultRows, TimeSpan Elapsed)
{
    internal static QuerySummary Parse(string queryId, string? header)
    {
        if (string.IsNullOrEmpty(header)) return new QuerySummary(queryId, 0, 0, 0, 0, 0, TimeSpan.Zero);
        try
        {
            using var json = JsonDocument.Parse(header);
            JsonElement root = json.RootElement;
            return new QuerySummary(
                queryId,
                Number(root, "read_rows"),
                Number(root, "read_bytes"),
                Number(root, "written_rows"),
                Number(root, "written_bytes"),
                Number(root, "result_rows"),
                TimeSpan.FromTicks(Number(root, "elapsed_ns") / 100));
        }
        catch (JsonException)
        {
            // A header that a proxy cut short is no reason to fail a query that succeeded.
            return new QuerySummary(queryId, 0, 0, 0, 0, 0, TimeSpan.Zero);
        }
    }

    private static long Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
}
