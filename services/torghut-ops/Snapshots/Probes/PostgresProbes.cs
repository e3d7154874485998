using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>Row counts, status mixes and rejections of the audit store. Its own clock bounds the windows, because rows are stamped by it.</summary>
internal sealed class PostgresProbes(NpgsqlDataSource? database, SnapshotOptions options)
{
    private const string Component = "postgres";

    /// <summary>Reviews by language models that came to a verdict, and tokens of those that say what they took.</summary>
    private const string Reviews =
        "SELECT kind, number FROM (SELECT count(*) FILTER (WHERE outcome = 'ok') AS ok, count(*) FILTER (WHERE outcome = 'ok' AND verdict = 'veto') AS veto, "
        + "count(tokens_prompt) AS asked, coalesce(sum(tokens_prompt + coalesce(tokens_completion, 0)), 0) AS tokens FROM llm_decision_reviews "
        + "WHERE created_at >= now() - interval '1 day') AS day, "
        + "LATERAL (VALUES ('reviews', ok), ('vetoes', veto), ('requests', asked), ('tokens', tokens)) AS line (kind, number)";

    private string Window => string.Create(CultureInfo.InvariantCulture, $"interval '{options.RejectionWindow.TotalMinutes:0} minutes'");

    public IEnumerable<Probe> All() =>
    [
        Make(Plane.Data, "ping", "SELECT 'version', current_setting('server_version_num')::bigint"),
        Make(
            Plane.Data, "rows",
            "SELECT relname::text, n_live_tup FROM pg_stat_user_tables WHERE relname IN ('strategies', 'trade_decisions', 'executions', 'position_snapshots') ORDER BY 1",
            "estimates of the statistics collector"),
        Make(
            Plane.Data, "position_snapshots",
            "SELECT 'any', count(*) FROM (SELECT 1 FROM position_snapshots LIMIT 1) AS one UNION ALL SELECT 'newest_age_seconds', greatest(0, ceil(extract(epoch FROM now() - max(created_at))))::bigint FROM position_snapshots HAVING max(created_at) IS NOT NULL"),
        Make(Plane.Decision, "decisions_by_status",
            "SELECT status, count(*) FROM trade_decisions WHERE created_at >= now() - interval '1 hour' GROUP BY 1 ORDER BY 2 DESC", "last hour"),
        Make(Plane.Decision, "executions_by_status",
            "SELECT status, count(*) FROM executions WHERE created_at >= now() - interval '1 hour' GROUP BY 1 ORDER BY 2 DESC", "last hour"),
        Make(Plane.Decision, "orders_sent", $"SELECT 'orders', count(*) FROM trade_decisions WHERE submitted_at >= now() - {Window}", "within the window"),
        Make(Plane.Decision, "reviews", Reviews, "last day"),
        Make(
            Plane.Decision, "rejections_recent",
            $"SELECT reason, count(*) FROM trade_decisions, unnest(risk_reasons) AS reason WHERE created_at >= now() - {Window} GROUP BY 1 ORDER BY 2 DESC LIMIT 20",
            "within the window"),
        Make(
            Plane.Decision, "rejections_before",
            $"SELECT reason, count(*) FROM trade_decisions, unnest(risk_reasons) AS reason WHERE created_at >= now() - interval '1 day' AND created_at < now() - {Window} GROUP BY 1 ORDER BY 2 DESC LIMIT 100",
            "the day before the window"),
    ];

    private Probe Make(Plane plane, string name, string sql, string? detail = null) => new(
        plane, Component, name, $"psql \"$DB_DSN\" -c \"{sql}\"",
        async cancellationToken =>
        {
            if (database is null)
            {
                throw new NotConfiguredException("DB_DSN");
            }

            await using var command = database.CreateCommand(sql);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var counts = new JsonObject();
            while (await reader.ReadAsync(cancellationToken))
            {
                counts[reader.GetString(0)] = (double)reader.GetInt64(1);
            }

            return new Reading(counts, detail);
        });
}
