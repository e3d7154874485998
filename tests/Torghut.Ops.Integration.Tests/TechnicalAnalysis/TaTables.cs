using System.Globalization;
using System.Text;
using Torghut.ClickHouse;

namespace Torghut.Ops.Integration.Tests.TechnicalAnalysis;

/// <summary>The derived tables as torghut-ta makes them, filled with rows of which some came twice.</summary>
internal static class TaTables
{
    private const string Head =
        "symbol LowCardinality(String), event_ts DateTime64(3, 'UTC'), seq UInt64, ingest_ts DateTime64(3, 'UTC'), is_final UInt8, "
        + "source LowCardinality(String), window_start DateTime64(3, 'UTC'), window_end DateTime64(3, 'UTC')";

    private const string Origin =
        "record_topic LowCardinality(String), record_partition Nullable(Int32), record_offset Nullable(Int64), lineage_topic LowCardinality(String), "
        + "lineage_partition Nullable(Int32), lineage_first_offset Nullable(Int64), lineage_last_offset Nullable(Int64)";

    private static readonly string[] Indicators =
    [
        "macd", "macd_signal", "macd_hist", "ema12", "ema26", "rsi14", "boll_mid", "boll_upper", "boll_lower", "vwap_session", "vwap_w5m",
        "imbalance_spread", "imbalance_bid_px", "imbalance_ask_px", "imbalance_bid_sz", "imbalance_ask_sz", "vol_realized_w60s",
    ];

    /// <summary>Both tables, which never merge: what came twice stays there twice.</summary>
    public static async Task CreateAsync(ClickHouseClient client)
    {
        await CreateAsync(client, "ta_microbars", "o Float64, h Float64, l Float64, c Float64, v Float64, vwap Nullable(Float64), count UInt64");
        await CreateAsync(client, "ta_signals", string.Join(", ", Indicators.Select(name => $"{name} Nullable(Float64)")));
    }

    public static Task InsertBarsAsync(ClickHouseClient client, IEnumerable<TaRow> rows, string lineage = "'', NULL, NULL, NULL") =>
        InsertAsync(client, "ta_microbars", "o, h, l, c, v, vwap, count", rows, lineage);

    public static Task InsertSignalsAsync(ClickHouseClient client, IEnumerable<TaRow> rows) =>
        InsertAsync(client, "ta_signals", string.Join(", ", Indicators), rows, "'', NULL, NULL, NULL");

    private static async Task CreateAsync(ClickHouseClient client, string table, string columns)
    {
        await client.ExecuteNonQueryAsync(
            $"CREATE TABLE torghut.{table} ({Head}, {columns}, {Origin}) ENGINE = ReplacingMergeTree(ingest_ts) PARTITION BY toDate(event_ts) "
            + "ORDER BY (symbol, event_ts, seq)");
        await client.ExecuteNonQueryAsync($"SYSTEM STOP MERGES torghut.{table}");
    }

    private static async Task InsertAsync(ClickHouseClient client, string table, string columns, IEnumerable<TaRow> rows, string lineage)
    {
        // A part of its own keeps rows of one key apart: an insert would merge them already.
        foreach (var part in rows.GroupBy(row => row.Copy))
        {
            var statement = new StringBuilder(
                $"INSERT INTO torghut.{table} (symbol, event_ts, seq, ingest_ts, is_final, source, window_start, window_end, {columns}, "
                + "lineage_topic, lineage_partition, lineage_first_offset, lineage_last_offset) VALUES ");
            foreach (var row in part)
            {
                // An integer is a time in the column's own unit, milliseconds.
                var (start, end) = (row.Second * 1000, (row.Second + 1) * 1000);
                statement.Append(
                    CultureInfo.InvariantCulture, $"('{row.Symbol}', {end}, {row.Second}, {end + row.Copy}, 1, 'ta', {start}, {end}, ");
                statement.AppendJoin(", ", row.Values.Select(value => double.IsNaN(value) ? "NULL" : value.ToString("R", CultureInfo.InvariantCulture)));
                statement.Append(", ").Append(lineage).Append("),");
            }

            await client.ExecuteNonQueryAsync(statement.ToString(0, statement.Length - 1));
        }
    }
}
