using System.Globalization;
using System.Text.Json.Nodes;
using ClickHouse.Driver.ADO.Readers;
using Torghut.ClickHouse;
using Torghut.Contracts;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>Rows, freshness, replicas and disks of the TA store.</summary>
internal sealed class ClickHouseProbes(TargetOptions targets, SnapshotOptions options, IClickHouseClient? client, TimeProvider time)
{
    /// <summary>It tells how many symbols have gone silent, and nothing of whether ClickHouse is well.</summary>
    public const string FreshSymbols = "fresh_symbols";

    private const string Component = "clickhouse";

    private volatile bool _fellBack;

    public IEnumerable<Probe> All() =>
    [
        Make("ping", "SELECT version() AS version", reader => new JsonObject { ["version"] = reader.GetValue(0)?.ToString() }),
        Freshness(DerivedTables.Signals),
        Freshness(DerivedTables.Microbars),
        Symbols(),
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

    /// <summary>Both the newest time and the days that are read come from the index of the partitions.</summary>
    private string OfSymbols => string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT arrayStringConcat(arraySort(groupUniqArray(toString(symbol))), ',') AS symbols FROM {targets.ClickHouseDatabase}.{DerivedTables.Signals} WHERE event_ts > (SELECT max(event_ts) FROM {targets.ClickHouseDatabase}.{DerivedTables.Signals}) - toIntervalSecond({options.MaxFreshnessLag.TotalSeconds:0})");

    /// <summary>It reads rows, so it is not asked of a server that has not the memory to find the newest one by them.</summary>
    private Probe Symbols() => new(
        Plane.Data, Component, FreshSymbols, Command(OfSymbols),
        async cancellationToken =>
        {
            var maySkip = options.FreshnessMode == FreshnessQueryMode.Auto;
            if (client is not null && (options.FreshnessMode == FreshnessQueryMode.LowMemory || (maySkip && _fellBack)))
            {
                return new Reading(new JsonObject { ["skipped"] = true }, "not asked: it reads rows, and the newest one is found by the metadata of parts");
            }

            using var soon = new CancellationTokenSource(maySkip ? options.ProbeTimeout / 2 : Timeout.InfiniteTimeSpan, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(soon.Token, cancellationToken);
            try
            {
                return new Reading(await AskAsync(OfSymbols, ReadSymbols, either.Token));
            }
            catch (Exception failure) when (maySkip && !cancellationToken.IsCancellationRequested && MayHaveTheParts(failure))
            {
                return new Reading(new JsonObject { ["skipped"] = true }, "the server is too slow, or too short of memory, to read rows");
            }
        });

    private static JsonObject ReadSymbols(ClickHouseDataReader reader) => new()
    {
        ["skipped"] = false,
        ["symbols"] = new JsonArray(
            [.. (reader.GetValue(0)?.ToString() ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(symbol => JsonValue.Create(symbol))]),
    };

    private Probe Freshness(string table) => new(
        Plane.Data, Component, table, Command(options.FreshnessMode == FreshnessQueryMode.LowMemory ? OfParts(table) : OfRows(table)),
        async cancellationToken =>
        {
            if (options.FreshnessMode == FreshnessQueryMode.LowMemory)
            {
                return await NewestAsync(OfParts(table), true, cancellationToken);
            }

            var mayFallBack = options.FreshnessMode == FreshnessQueryMode.Auto;
            using var soon = new CancellationTokenSource(mayFallBack ? options.ProbeTimeout / 2 : Timeout.InfiniteTimeSpan, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(soon.Token, cancellationToken);
            try
            {
                var precise = await NewestAsync(OfRows(table), false, either.Token);
                _fellBack &= table != DerivedTables.Signals;
                return precise;
            }
            catch (Exception failure) when (mayFallBack && !cancellationToken.IsCancellationRequested && MayHaveTheParts(failure))
            {
                var reading = await NewestAsync(OfParts(table), true, cancellationToken);
                reading.Value!["fell_back"] = true;
                _fellBack |= table == DerivedTables.Signals;
                var cause = failure is ClickHouseServerException server ? string.Create(CultureInfo.InvariantCulture, $"code {server.Code}") : "too slow";
                return reading with { Detail = $"of the metadata of parts, because max() failed: {cause}" };
            }
        });

    /// <summary>A server that is short of memory or time still knows its parts; one that refuses the user or the table does not.</summary>
    private static bool MayHaveTheParts(Exception failure) =>
        failure is OperationCanceledException || (failure is ClickHouseServerException server && ClickHouseErrorCodes.IsTransient(server.Code));

    // max() over the key column of an empty table is the epoch, which would look like 50 years of lag.
    private string OfRows(string table) =>
        $"SELECT toInt64(count()) AS rows, if(count() = 0, NULL, toUnixTimestamp64Milli(max(event_ts))) AS newest_ms FROM {targets.ClickHouseDatabase}.{table}";

    private string OfParts(string table) =>
        $"SELECT toInt64(sum(rows)) AS rows, if(count() = 0, NULL, toInt64(toUnixTimestamp(max(max_time))) * 1000) AS newest_ms FROM system.parts WHERE active AND database = '{targets.ClickHouseDatabase}' AND table = '{table}'";

    private async Task<Reading> NewestAsync(string sql, bool isOfParts, CancellationToken cancellationToken) => new(await AskAsync(
        sql,
        reader =>
        {
            DateTimeOffset? newest = reader.IsDBNull(1)
                ? null
                : DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(reader.GetValue(1), CultureInfo.InvariantCulture));
            return new JsonObject
            {
                ["rows"] = Number(reader, 0),
                ["newest_event_ts"] = newest?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                ["low_memory"] = isOfParts,
            };
        },
        cancellationToken));

    private Probe Make(string name, string sql, Func<ClickHouseDataReader, JsonObject> read) => new(
        Plane.Data, Component, name, Command(sql),
        async cancellationToken => new Reading(await AskAsync(sql, read, cancellationToken)));

    private async Task<JsonObject> AskAsync(string sql, Func<ClickHouseDataReader, JsonObject> read, CancellationToken cancellationToken)
    {
        if (client is null)
        {
            throw new NotConfiguredException("TA_CLICKHOUSE_URL");
        }

        var rows = await client.QueryAsync(sql, read, cancellationToken: cancellationToken);
        return rows.Count > 0 ? rows[0] : throw new ProbeException(Outcome.Malformed, "clickhouse: no row");
    }

    private static string Command(string sql) =>
        $"curl -sS -u \"$TA_CLICKHOUSE_USERNAME:$TA_CLICKHOUSE_PASSWORD\" \"$TA_CLICKHOUSE_URL\" --data-binary '{sql}'";

    private static double Number(ClickHouseDataReader reader, int column) => Convert.ToDouble(reader.GetValue(column), CultureInfo.InvariantCulture);

    private static double? Ratio(double part, double whole) => whole > 0 ? Math.Round(part / whole, 4) : null;
}
