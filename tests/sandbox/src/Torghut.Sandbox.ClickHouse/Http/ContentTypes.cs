namespace Torghut.Sandbox.ClickHouse.Http;

/// <summary>Content-Type of an answer by its format.</summary>
internal static class ContentTypes
{
    public static string Of(string format) => format switch
    {
        "JSON" or "JSONCompact" or "JSONStrings" or "JSONColumns" or "JSONColumnsWithMetadata" or "JSONObjectEachRow" => "application/json; charset=UTF-8",
        _ when format.StartsWith("JSON", StringComparison.Ordinal) => "application/x-ndjson; charset=UTF-8",
        _ when format.StartsWith("CSV", StringComparison.Ordinal) => "text/csv; charset=UTF-8; header="
            + (format.Contains("WithNames", StringComparison.Ordinal) ? "present" : "absent"),
        _ when format.StartsWith("TSV", StringComparison.Ordinal) || format.StartsWith("TabSeparated", StringComparison.Ordinal) =>
            "text/tab-separated-values; charset=UTF-8",
        _ when format.StartsWith("RowBinary", StringComparison.Ordinal) => "application/octet-stream",
        "Native" or "Parquet" or "Arrow" or "ArrowStream" or "ORC" or "Avro" or "MsgPack" => "application/octet-stream",
        _ => "text/plain; charset=UTF-8",
    };
}
