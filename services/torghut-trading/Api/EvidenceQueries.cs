using Dapper;
using Torghut.Trading.Backtest;
using Torghut.Trading.Json;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Api;

/// <summary>Counts over a window, the evidence that promotion and advice are judged by.</summary>
internal sealed class EvidenceQueries(Database database)
{
    /// <param name="accountLabel">The account.</param>
    /// <param name="window">How far back, by the database's clock.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<TradingEvidence> TradingAsync(string accountLabel, TimeSpan window, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleAsync<TradingEvidence>(new CommandDefinition(
            """
            SELECT
              (SELECT max(updated_at) FROM trade_cursor WHERE account_label = @accountLabel AND source LIKE 'signals:%' AND updated_at >= now() - @window) AS last_signal_read_at,
              (SELECT count(*) FROM trade_decisions WHERE account_label = @accountLabel AND created_at >= now() - @window) AS decisions,
              (SELECT count(*) FROM trade_decisions WHERE account_label = @accountLabel AND created_at >= now() - @window AND status = 'rejected') AS rejected_by_risk,
              (SELECT count(*) FROM trade_decisions WHERE account_label = @accountLabel AND created_at >= now() - @window AND status = 'broker_rejected') AS rejected_by_broker,
              (SELECT count(*) FROM executions WHERE account_label = @accountLabel AND NOT is_external AND filled_qty > 0 AND created_at >= now() - @window) AS trades,
              (SELECT count(*) FROM strategies WHERE suspended_at IS NOT NULL) AS suspended_strategies, r.reviews, r.reviews_ok, r.reviews_answered,
              r.reviews_in_violation
            FROM (
              SELECT count(*) AS reviews, count(*) FILTER (WHERE outcome = 'ok') AS reviews_ok, count(*) FILTER (WHERE http_status = 200) AS reviews_answered,
                count(*) FILTER (WHERE classification = 'violation') AS reviews_in_violation
              FROM llm_decision_reviews WHERE account_label = @accountLabel AND created_at >= now() - @window) r
            """,
            new { accountLabel, window },
            cancellationToken: cancellationToken));
    }

    /// <summary>The registered backtest that a promotion is judged by; null without any.</summary>
    public Task<BacktestEvidence?> BacktestAsync(string accountLabel, string catalogueDigest, CancellationToken cancellationToken) =>
        new BacktestReports(database).NewestAsync(accountLabel, catalogueDigest, cancellationToken);

    /// <summary>What reviewers said over the window; empty groups while nobody is asked.</summary>
    public async Task<JsonMap> ReviewsAsync(string accountLabel, TimeSpan window, CancellationToken cancellationToken)
    {
        const string From =
            "FROM llm_decision_reviews r JOIN trade_decisions d ON d.id = r.decision_id WHERE d.account_label = @accountLabel AND r.created_at >= now() - @window";
        await using var connection = await database.OpenAsync(cancellationToken);
        async Task<List<JsonMap>> GroupsAsync(string column) =>
            [.. (await connection.QueryAsync(new CommandDefinition(
                $"SELECT r.{column} AS value, count(*) AS reviews {From} AND r.{column} IS NOT NULL GROUP BY 1 ORDER BY 1 LIMIT 100",
                new { accountLabel, window },
                cancellationToken: cancellationToken))).Select(RowMap.Of)];

        var totals = RowMap.Of(await connection.QuerySingleAsync(new CommandDefinition(
            $"""
            SELECT count(*) AS reviews, count(r.skip_reason) AS skipped, coalesce(sum(r.tokens_prompt), 0)::bigint AS tokens_prompt,
              coalesce(sum(r.tokens_completion), 0)::bigint AS tokens_completion,
              coalesce(sum(r.cost), 0) AS cost, count(*) FILTER (WHERE r.reasons && ARRAY['llm_adjustment_clamped_min', 'llm_adjustment_clamped_max']) AS clamped,
              percentile_disc(0.5) WITHIN GROUP (ORDER BY r.latency_ms) AS latency_ms_p50, percentile_disc(0.95) WITHIN GROUP (ORDER BY r.latency_ms) AS latency_ms_p95
            {From}
            """,
            new { accountLabel, window },
            cancellationToken: cancellationToken)));
        totals["outcomes"] = await GroupsAsync("outcome");
        totals["effects"] = await GroupsAsync("effect");
        totals["modes"] = await GroupsAsync("mode");
        totals["policy_resolutions"] = await GroupsAsync("classification");
        totals["verdicts"] = await GroupsAsync("verdict");
        totals["models"] = await GroupsAsync("model");
        totals["skip_reasons"] = await GroupsAsync("skip_reason");
        return totals;
    }
}
