using System.Globalization;
using System.Text;
using ClickHouse.Driver.ADO.Readers;
using Torghut.ClickHouse;
using Torghut.Contracts;
using Torghut.Ops.Snapshots;

namespace Torghut.Ops.Replay;

/// <summary>Rows of the derived tables, deduplicated as readers see them.</summary>
internal sealed class DerivedRows(IClickHouseClient client, TargetOptions targets)
{
    public static readonly string[] Tables = [DerivedTables.Microbars, DerivedTables.Signals];

    /// <summary>
    /// Text of a row without its origin, which is what a replay changes. As text, because a hash of NULL is NULL; a sum, because it does not ask for an order.
    /// </summary>
    private const string Digest = "toString(sum(cityHash64(toString(tuple(* EXCEPT (record_topic, record_partition, record_offset))))))";

    /// <summary>How long rows stay, by table.</summary>
    public async Task<IReadOnlyDictionary<string, TimeToLive>> TimesToLiveAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, TimeToLive>(StringComparer.Ordinal);
        foreach (var table in Tables)
        {
            var sql = $"SELECT create_table_query FROM system.tables WHERE database = '{targets.ClickHouseDatabase}' AND name = '{table}'";
            var statement = await client.ExecuteScalarAsync(sql, cancellationToken: cancellationToken) as string
                ?? throw new ReplayException($"ClickHouse has no table {targets.ClickHouseDatabase}.{table}.");
            found[table] = TimeToLive.Of(statement);
        }

        return found;
    }

    /// <summary>Event times of the oldest and the newest row of both tables; null when there is none.</summary>
    public async Task<(DateTimeOffset Oldest, DateTimeOffset Newest)?> RangeAsync(CancellationToken cancellationToken)
    {
        var union = string.Join(" UNION ALL ", Tables.Select(table => $"SELECT event_ts FROM {Name(table)}"));
        var rows = await client.QueryAsync(
            $"SELECT toInt64(count()), toUnixTimestamp64Milli(min(event_ts)), toUnixTimestamp64Milli(max(event_ts)) FROM ({union})",
            reader => (Count: Long(reader, 0), Oldest: Long(reader, 1), Newest: Long(reader, 2)), cancellationToken: cancellationToken);
        return rows.Count == 0 || rows[0].Count == 0 ? null
            : (DateTimeOffset.FromUnixTimeMilliseconds(rows[0].Oldest), DateTimeOffset.FromUnixTimeMilliseconds(rows[0].Newest));
    }

    /// <summary>Digests of a window's rows, by table, symbol and day.</summary>
    public async Task<IReadOnlyList<DayDigest>> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var all = new List<DayDigest>();
        foreach (var table in Tables)
        {
            all.AddRange(await client.QueryAsync(
                $"""
                SELECT toString(symbol), toString(toDate(event_ts)) AS day, toUnixTimestamp64Milli(max(event_ts)), toInt64(count()), {Digest}
                FROM {Name(table)} FINAL WHERE {Between(from, to)} GROUP BY symbol, day ORDER BY symbol, day
                """,
                reader => new DayDigest(table, reader.GetString(0), reader.GetString(1), Long(reader, 2), Long(reader, 3), reader.GetString(4)),
                cancellationToken: cancellationToken));
        }

        return all;
    }

    /// <summary>The same days again, each up to where it went before.</summary>
    public async Task<IReadOnlyList<DayDigest>> ReadAgainAsync(
        IReadOnlyList<DayDigest> before, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var all = new List<DayDigest>();
        foreach (var day in before.GroupBy(digest => (digest.Table, digest.Day)))
        {
            all.AddRange(await client.QueryAsync(
                $"""
                SELECT toString(symbol), '{day.Key.Day}' AS day, toUnixTimestamp64Milli(max(event_ts)), toInt64(count()), {Digest}
                FROM {Name(day.Key.Table)} FINAL WHERE {Between(from, to)} AND toDate(event_ts) = '{day.Key.Day}' AND {UpTo(day)} GROUP BY symbol
                """,
                reader => new DayDigest(day.Key.Table, reader.GetString(0), day.Key.Day, Long(reader, 2), Long(reader, 3), reader.GetString(4)),
                cancellationToken: cancellationToken));
        }

        return all;
    }

    /// <summary>How many rows of each day came with records at or after the given offsets, by symbol: what was written again.</summary>
    public async Task<IReadOnlyDictionary<(string Table, string Symbol, string Day), long>> WrittenSinceAsync(
        IReadOnlyList<DayDigest> before, DateTimeOffset from, DateTimeOffset to, IReadOnlyList<PartitionLog> ends, CancellationToken cancellationToken)
    {
        var all = new Dictionary<(string, string, string), long>();
        foreach (var day in before.GroupBy(digest => (digest.Table, digest.Day)))
        {
            var topic = day.Key.Table == DerivedTables.Microbars ? Topics.TaMicrobars : Topics.TaSignals;
            var since = ends.Where(end => end.Topic == topic).Select(end =>
                string.Create(CultureInfo.InvariantCulture, $"(record_partition = {end.Partition} AND record_offset >= {end.End})")).ToList();
            if (since.Count == 0)
            {
                continue;
            }

            foreach (var (symbol, rows) in await client.QueryAsync(
                $"""
                SELECT toString(symbol), toInt64(uniqExact(event_ts, seq)) FROM {Name(day.Key.Table)}
                WHERE {Between(from, to)} AND toDate(event_ts) = '{day.Key.Day}' AND {UpTo(day)} AND ({string.Join(" OR ", since)}) GROUP BY symbol
                """,
                reader => (reader.GetString(0), Long(reader, 1)), cancellationToken: cancellationToken))
            {
                all[(day.Key.Table, symbol, day.Key.Day)] = rows;
            }
        }

        return all;
    }

    private string Name(string table) => ClickHouseIdentifier.QuoteTable($"{targets.ClickHouseDatabase}.{table}");

    private static string Between(DateTimeOffset from, DateTimeOffset to) => $"event_ts >= {Instant(from)} AND event_ts <= {Instant(to)}";

    private static string Instant(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"fromUnixTimestamp64Milli(toInt64({time.ToUnixTimeMilliseconds()}), 'UTC')");

    private static string UpTo(IEnumerable<DayDigest> day)
    {
        var symbols = new StringBuilder();
        var limits = new StringBuilder();
        foreach (var digest in day)
        {
            symbols.Append(symbols.Length == 0 ? "" : ",").Append(Quote(digest.Symbol));
            limits.Append(limits.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"toInt64({digest.LastMs})");
        }

        return $"toUnixTimestamp64Milli(event_ts) <= transform(toString(symbol), [{symbols}], [{limits}], toInt64(-1))";
    }

    /// <summary>As a literal: symbols come out of the table, where anything may have been written.</summary>
    private static string Quote(string text) =>
        "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";

    private static long Long(ClickHouseDataReader reader, int column) => Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);
}
