using System.Globalization;
using Torghut.ClickHouse;
using Torghut.Contracts;

namespace Torghut.Ta.Sink.Schema;

/// <summary>
/// Statements that make the tables. Every one may be run again without harm. A row that came twice is replaced when parts merge, at a time of the
/// engine's choosing (<see href="https://clickhouse.com/docs/reference/engines/table-engines/mergetree-family/replacingmergetree">ReplacingMergeTree</see>),
/// so readers must be right with duplicates present.
/// </summary>
internal static class TaTables
{
    /// <summary>Database, both tables and the view, in the order they have to be created.</summary>
    public static IReadOnlyList<string> CreateStatements(TaTableOptions options) =>
    [
        $"CREATE DATABASE IF NOT EXISTS {ClickHouseIdentifier.Quote(options.Database)}{OnCluster(options)}",
        CreateTable(DerivedTables.Microbars, TaColumns.Microbars, options.MicrobarDays, options),
        CreateTable(DerivedTables.Signals, TaColumns.Signals, options.SignalDays, options),
        SignalEnvelopeView.Create(options),
    ];

    /// <summary>The TTL expression as the server shows it; null for none.</summary>
    public static string? TimeToLive(int days) =>
        days == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"toDateTime(event_ts) + toIntervalDay({days})");

    /// <summary>Changes how long an existing table's rows stay. Rows that are too old go with the next merges, not by a rewrite of the table.</summary>
    public static string ChangeTimeToLive(string table, int days, TaTableOptions options) => TimeToLive(days) is { } expression
        ? $"ALTER TABLE {Name(table, options)}{OnCluster(options)} MODIFY TTL {expression} SETTINGS materialize_ttl_after_modify = 0"
        : $"ALTER TABLE {Name(table, options)}{OnCluster(options)} REMOVE TTL";

    /// <summary>Adds the columns that an earlier version's table lacks. Parts that are there stay as they are: they give the columns' defaults.</summary>
    public static string AddColumns(string table, TaTableOptions options)
    {
        var columns = TaColumns.Added[table].Select(column => $"ADD COLUMN IF NOT EXISTS {ClickHouseIdentifier.Quote(column.Name)} {column.Type}");
        return $"ALTER TABLE {Name(table, options)}{OnCluster(options)} {string.Join(", ", columns)}";
    }

    /// <summary>The quoted name with its database.</summary>
    public static string Name(string table, TaTableOptions options) => ClickHouseIdentifier.QuoteTable($"{options.Database}.{table}");

    /// <summary>The clause that runs a statement on every replica.</summary>
    public static string OnCluster(TaTableOptions options) => options.Cluster is null ? "" : $" ON CLUSTER {ClickHouseIdentifier.Quote(options.Cluster)}";

    private static string CreateTable(string table, IReadOnlyList<(string Name, string Type)> columns, int days, TaTableOptions options)
    {
        string columnList = string.Join(",\n", columns.Select(column => $"    {ClickHouseIdentifier.Quote(column.Name)} {column.Type}"));
        string timeToLive = TimeToLive(days) is { } expression ? $"\nTTL {expression}" : "";
        // Days are dropped whole, which costs nothing, instead of being rewritten without their old rows.
        return $"""
            CREATE TABLE IF NOT EXISTS {Name(table, options)}{OnCluster(options)}
            (
            {columnList}
            )
            ENGINE = {Engine(table, options)}
            PARTITION BY toDate(event_ts)
            ORDER BY (symbol, event_ts, seq){timeToLive}
            SETTINGS {DeduplicationSetting(options)}, ttl_only_drop_parts = 1
            """;
    }

    private static string Engine(string table, TaTableOptions options) => options.Cluster is null
        ? "ReplacingMergeTree(ingest_ts)"
        : $"ReplicatedReplacingMergeTree('/clickhouse/tables/{{shard}}/{options.Database}/{table}', '{{replica}}', ingest_ts)";

    private static string DeduplicationSetting(TaTableOptions options) =>
        (options.Cluster is null ? "non_replicated_deduplication_window" : "replicated_deduplication_window")
        + " = " + options.DeduplicationWindow.ToString(CultureInfo.InvariantCulture);
}
