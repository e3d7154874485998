using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>
/// Row counts, status mixes and rejections of the audit store. Its own clock bounds the windows, because rows are stamped by it. Windows are asked for by
/// account, which the indices begin with: a table with years of trading in it is never read whole.
/// </summary>
internal sealed class PostgresProbes(NpgsqlDataSource? database, SnapshotOptions options)
{
    private const string Component = "postgres";
    private const string Day = "created_at >= now() - interval '1 day'";

    /// <summary>Strategies are few.</summary>
    private const string Suspended =
        "SELECT name, greatest(0, ceil(extract(epoch FROM now() - suspended_at)))::bigint, left(suspended_reason, 200) FROM strategies "
        + "WHERE suspended_at IS NOT NULL ORDER BY suspended_at LIMIT 100";

    /// <summary>Reviews by language models that came to a verdict, and tokens of those that say what they took.</summary>
    private static readonly string Reviews =
        $"WITH RECURSIVE {AccountLabels.Of("llm_decision_reviews")} SELECT kind, number FROM (SELECT count(*) FILTER (WHERE outcome = 'ok') AS ok, "
        + "count(*) FILTER (WHERE outcome = 'ok' AND verdict = 'veto') AS veto, "
        + "count(tokens_prompt) AS asked, coalesce(sum(tokens_prompt + coalesce(tokens_completion, 0)), 0) AS tokens "
        + $"FROM llm_decision_reviews_label JOIN llm_decision_reviews ON account_label = l WHERE {Day}) AS day, "
        + "LATERAL (VALUES ('reviews', ok), ('vetoes', veto), ('requests', asked), ('tokens', tokens)) AS line (kind, number)";

    /// <summary>The newest of each account. Accounts that are traded no more keep their last.</summary>
    private static readonly string NewestPositions =
        $"WITH RECURSIVE {AccountLabels.Of("position_snapshots")} SELECT l, greatest(0, ceil(extract(epoch FROM now() - "
        + "(SELECT created_at FROM position_snapshots WHERE account_label = l ORDER BY created_at DESC LIMIT 1))))::bigint "
        + "FROM position_snapshots_label WHERE l IS NOT NULL";

    private string Window => string.Create(CultureInfo.InvariantCulture, $"now() - interval '{options.RejectionWindow.TotalMinutes:0} minutes'");

    public IEnumerable<Probe> All() =>
    [
        Make(Plane.Data, "ping", "SELECT 'version', current_setting('server_version_num')::bigint"),
        Make(
            Plane.Data, "rows",
            "SELECT relname::text, n_live_tup FROM pg_stat_user_tables WHERE relname IN ('strategies', 'trade_decisions', 'executions', 'position_snapshots') ORDER BY 1",
            "estimates of the statistics collector"),
        Make(Plane.Data, "position_snapshots", NewestPositions, read: reader => ListAsync(reader, "accounts", Account)),
        Make(Plane.Decision, "suspended_strategies", Suspended, read: reader => ListAsync(reader, "strategies", Strategy)),
        Make(Plane.Decision, "decisions_by_status", MixOf("trade_decisions"), "last hour"),
        Make(Plane.Decision, "executions_by_status", MixOf("executions"), "last hour"),
        // A signal that old is never sent, so a decision is sent within its day.
        Make(
            Plane.Decision, "orders_sent", $"{From("trade_decisions", "'orders', count(*)")} WHERE {Day} AND submitted_at >= {Window}", "within the window"),
        Make(Plane.Decision, "reviews", Reviews, "last day"),
        Make(Plane.Decision, "rejections_recent", Reasons($"created_at >= {Window}", 20), "within the window"),
        Make(Plane.Decision, "rejections_before", Reasons($"{Day} AND created_at < {Window}", 100), "the day before the window"),
    ];

    private static string MixOf(string table) =>
        $"{From(table, "status, count(*)")} WHERE created_at >= now() - interval '1 hour' GROUP BY 1 ORDER BY 2 DESC";

    private static string Reasons(string window, int most) =>
        $"{From("trade_decisions", "reason, count(*)")}, unnest(risk_reasons) AS reason WHERE {window} GROUP BY 1 ORDER BY 2 DESC LIMIT {most}";

    private static string From(string table, string columns) =>
        $"WITH RECURSIVE {AccountLabels.Of(table)} SELECT {columns} FROM {table}_label JOIN {table} ON account_label = l";

    private static JsonObject Account(NpgsqlDataReader row) => new() { ["account"] = row.GetString(0), ["newest_age_seconds"] = (double)row.GetInt64(1) };

    private static JsonObject Strategy(NpgsqlDataReader row) => new()
    {
        ["strategy"] = row.GetString(0),
        ["age_seconds"] = (double)row.GetInt64(1),
        ["reason"] = row.IsDBNull(2) ? null : row.GetString(2),
    };

    private static async Task<JsonObject> ListAsync(NpgsqlDataReader reader, string name, Func<NpgsqlDataReader, JsonObject> read)
    {
        var rows = new JsonArray();
        while (await reader.ReadAsync())
        {
            rows.Add((JsonNode)read(reader));
        }

        return new JsonObject { [name] = rows };
    }

    private static async Task<JsonObject> CountsAsync(NpgsqlDataReader reader)
    {
        var counts = new JsonObject();
        while (await reader.ReadAsync())
        {
            counts[reader.GetString(0)] = (double)reader.GetInt64(1);
        }

        return counts;
    }

    private Probe Make(Plane plane, string name, string sql, string? detail = null, Func<NpgsqlDataReader, Task<JsonObject>>? read = null) => new(
        plane, Component, name, $"psql \"$DB_DSN\" -c \"{sql}\"",
        async cancellationToken =>
        {
            if (database is null)
            {
                throw new NotConfiguredException("DB_DSN");
            }

            await using var command = database.CreateCommand(sql);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return new Reading(await (read ?? CountsAsync)(reader), detail);
        });
}
