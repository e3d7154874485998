using Dapper;
using Torghut.Trading.Json;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Api;

/// <summary>Reads for the HTTP interface. Every result is bounded; money, ids and times come out as text.</summary>
internal sealed class ReadQueries(Database database)
{
    private const string DecisionColumns =
        """
        id, account_label, decision_hash, strategy_name, strategy_version, plugin_type, plugin_version, parameter_hash, feature_hash, symbol, timeframe, action,
        signal_event_ts, signal_seq, market_ts, status, status_reason, qty, limit_price, risk_reasons, claim_attempts, adapter_expected, adapter_actual, fallback_reason,
        fallback_count, submitted_at, created_at, updated_at
        """;

    private const string ExecutionColumns =
        """
        id, trade_decision_id, account_label, adapter, adapter_expected, fallback_reason, fallback_count, alpaca_order_id, client_order_id, is_external, is_foreign, acknowledged_at, symbol, side, order_type, time_in_force,
        qty, notional, limit_price, stop_price, status, filled_qty, filled_avg_price, submitted_at, filled_at, broker_updated_at, created_at, updated_at
        """;

    public Task<IReadOnlyList<JsonMap>> DecisionsAsync(PageRequest page, CancellationToken cancellationToken) =>
        PageAsync("trade_decisions", DecisionColumns, page, cancellationToken);

    public Task<IReadOnlyList<JsonMap>> ExecutionsAsync(PageRequest page, CancellationToken cancellationToken) =>
        PageAsync("executions", ExecutionColumns, page, cancellationToken);

    /// <summary>Everything known of a decision; null when there is none. The key is its id or its hash.</summary>
    public async Task<JsonMap?> ExplainAsync(string key, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var id = Guid.TryParse(key, out var parsed) ? parsed : Guid.Empty;
        var decision = (await connection.QueryAsync(new CommandDefinition(
            $"""
            SELECT {DecisionColumns}, canonical_intent, signal_ingest_ts, rationale, features, sizing, order_payload, risk, risk_at, claimed_at, claim_token, strategy_id
            FROM trade_decisions WHERE id = @id OR decision_hash = @key LIMIT 1
            """,
            new { id, key },
            cancellationToken: cancellationToken))).Select(RowMap.Of).FirstOrDefault();
        if (decision is null)
        {
            return null;
        }

        var hash = (string)decision["decision_hash"]!;
        var decisionId = (Guid)decision["id"]!;
        async Task<List<JsonMap>> All(string sql, object parameters) =>
            [.. (await connection.QueryAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).Select(RowMap.Of)];

        return new JsonMap
        {
            ["decision"] = decision,
            ["strategy"] =
                (await All(
                "SELECT name, description, plugin_type, plugin_version, version, params, parameter_hash, catalogue_digest FROM strategies WHERE id = @id",
                new { id = decision["strategy_id"] })).FirstOrDefault(),
            ["reviews"] = await All("SELECT * FROM llm_decision_reviews WHERE decision_id = @decisionId ORDER BY created_at", new { decisionId }),
            ["executions"] = await All($"SELECT {ExecutionColumns}, raw_order FROM executions WHERE client_order_id = @hash", new { hash }),
            ["events"] =
                await All(
                "SELECT event, order_status, execution_id, price, qty, position_qty, filled_qty, event_ts, source FROM order_events WHERE client_order_id = @hash ORDER BY event_ts, created_at LIMIT 500", new { hash }),
            ["audit"] = await All("SELECT seq, kind, payload, prev_hash, hash FROM audit_log WHERE subject = @hash ORDER BY seq LIMIT 500", new { hash }),
        };
    }

    private async Task<IReadOnlyList<JsonMap>> PageAsync(string table, string columns, PageRequest page, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync(new CommandDefinition(
            $"""
            SELECT {columns} FROM {table}
            WHERE account_label = @AccountLabel
              AND (@Symbol::text IS NULL OR symbol = @Symbol)
              AND (@Since::timestamptz IS NULL OR created_at >= @Since)
              AND (@BeforeAt::timestamptz IS NULL OR (created_at, id) < (@BeforeAt, @BeforeId))
            ORDER BY created_at DESC, id DESC LIMIT @Limit
            """,
            page,
            cancellationToken: cancellationToken));
        return [.. rows.Select(RowMap.Of)];
    }
}

/// <summary>A page of rows, newest first.</summary>
internal sealed record PageRequest(string AccountLabel, string? Symbol, DateTimeOffset? Since, DateTimeOffset? BeforeAt, Guid? BeforeId, int Limit);
