using System.Globalization;
using System.Text.Json.Nodes;
using ClickHouse.Driver.ADO.Readers;
using Torghut.ClickHouse;
using Torghut.Contracts;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>Rows, freshness, replicas and disks of the TA store.</summary>
internal sealed class ClickHouseProbes(TargetOptions targets, IClickHouseClient? client)
{
    private const string Component = "clickhouse";

    public IEnumerable<Probe> All() =>
    [
        Make("ping", "SELECT version() AS version", reader => new JsonObject { ["version"] = reader.GetValue(0)?.ToString() }),
        Freshness(DerivedTables.Signals),
        Freshness(DerivedTables.Microbars),
        Make(
            "replicas",
            "SELECT toInt64(count()) AS replicas, toInt64(countIf(is_readonly)) AS read_only, toInt64(sum(queue_size)) AS queue FROM system.replicas",
            reader => new JsonObject { ["replicas"] = Number(reader, 0), ["read_only"] = Number(reader, 1), ["queue"] = Number(reader, 2) }),
        Make(
            "parts",
            "SELECT toInt64(count()) AS parts, (SELECT toInt64(count()) FROM system.merges) AS merges FROM system.parts WHERE active",
            reader => new JsonObject { ["parts"] = Number(reader, 0), ["merges"] = Number(reader, 1) }),
        Make(
            "disks",
            "SELECT toInt64(sum(free_space)) AS free_bytes, toInt64(sum(total_space)) AS total_bytes FROM system.disks",
            reader => new JsonObject { ["free_bytes"] = Number(reader, 0), ["total_bytes"] = Number(reader, 1), ["free_ratio"] =
                Ratio(Number(reader, 0), Number(reader, 1)) }),
    ];

    // max() over the key column of an empty table is the epoch, which would look like 50 years of lag.
    private Probe Freshness(string table) => Make(
        table,
        $"SELECT toInt64(count()) AS rows, if(count() = 0, NULL, toUnixTimestamp64Milli(max(event_ts))) AS newest_ms FROM {targets.ClickHouseDatabase}.{table}",
        reader =>
        {
            DateTimeOffset? newest = reader.IsDBNull(1)
                ? null
                : DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(reader.GetValue(1), CultureInfo.InvariantCulture));
            return new JsonObject
            {
                ["rows"] = Number(reader, 0),
                ["newest_event_ts"] = newest?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            };
        });

    private Probe Make(string name, string sql, Func<ClickHouseDataReader, JsonObject> read) => new(
        Plane.Data, Component, name, Command(sql),
        async cancellationToken =>
        {
            if (client is null)
            {
                throw new NotConfiguredException("TA_CLICKHOUSE_URL");
            }

            var rows = await client.QueryAsync(sql, read, cancellationToken: cancellationToken);
            return rows.Count > 0 ? new Reading(rows[0]) : throw new ProbeException(Outcome.Malformed, "clickhouse: no row");
        });

    private static string Command(string sql) =>
        $"curl -sS -u \"$TA_CLICKHOUSE_USERNAME:$TA_CLICKHOUSE_PASSWORD\" \"$TA_CLICKHOUSE_URL\" --data-binary '{sql}'";

    private static double Number(ClickHouseDataReader reader, int column) => Convert.ToDouble(reader.GetValue(column), CultureInfo.InvariantCulture);

    private static double? Ratio(double part, double whole) => whole > 0 ? Math.Round(part / whole, 4) : null;
}
