using Npgsql;
using Torghut.Ops.TradingHistory.Lists;
using Torghut.Ops.TradingHistory.Reading;

namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>Reads what Postgres keeps of a decision; each table by an index, whatever its size.</summary>
internal static class EvidenceReader
{
    private const int MostReviews = 20;
    private const int MostOrders = 20;
    private const int MostFills = 100;

    /// <summary>The first column that is not of the list.</summary>
    private const int Own = DecisionHistory.ColumnCount;

    private const string DecisionSql =
        $"""
        SELECT {DecisionHistory.Columns}, account_label, decision_hash, strategy_version, plugin_type || ' ' || plugin_version, parameter_hash, feature_hash,
          timeframe, signal_seq, signal_ingest_ts, rationale::text, features::text, sizing::text, risk::text, risk_at, adapter_expected, adapter_actual,
          fallback_reason
        FROM trade_decisions WHERE id = @id LIMIT 1
        """;

    private static readonly string ReviewSql =
        $"""
        SELECT id, created_at, model, prompt_version, mode, outcome, verdict, confidence, effect, skip_reason, latency_ms,
          coalesce(array_to_json(reasons)::text, '[]'), output::text
        FROM llm_decision_reviews WHERE decision_id = @id ORDER BY created_at, id LIMIT {MostReviews}
        """;

    private static readonly string FillSql =
        $"""
        SELECT id, event_ts, event, execution_id, qty, price, position_qty, source FROM order_events
        WHERE client_order_id = @hash AND account_label = @account AND event IN ('fill', 'partial_fill', 'trade_bust', 'trade_correct')
        ORDER BY event_ts, created_at, id LIMIT {MostFills}
        """;

    /// <summary>Null when there is no such decision.</summary>
    public static async Task<DecisionEvidence?> ReadAsync(HistorySession session, Guid id)
    {
        if ((await session.RowsAsync(DecisionSql, Decision, ("id", id))).FirstOrDefault() is not { } decision)
        {
            return null;
        }

        return decision with
        {
            Reviews = await session.RowsAsync(ReviewSql, Review, ("id", id)),
            Executions = await ExecutionHistory.OfDecisionAsync(session, id, MostOrders),
            Fills = await session.RowsAsync(FillSql, Fill, ("hash", decision.Hash), ("account", decision.Account)),
        };
    }

    private static DecisionEvidence Decision(NpgsqlDataReader row) => new()
    {
        Item = DecisionHistory.Read(row),
        Account = row.GetString(Own),
        Hash = row.GetString(Own + 1),
        StrategyVersion = row.GetString(Own + 2),
        Plugin = row.GetString(Own + 3),
        ParameterHash = row.GetString(Own + 4),
        FeatureHash = row.GetString(Own + 5),
        Timeframe = row.GetString(Own + 6),
        SignalSeq = row.GetInt64(Own + 7),
        SignalIngestTs = row.Instant(Own + 8),
        Rationale = row.Texts(Own + 9),
        Features = row.Json(Own + 10),
        Sizing = row.Json(Own + 11),
        Risk = row.Json(Own + 12),
        RiskAt = row.OptionalInstant(Own + 13),
        AdapterExpected = row.Text(Own + 14),
        AdapterActual = row.Text(Own + 15),
        FallbackReason = row.Text(Own + 16),
    };

    private static ReviewEvidence Review(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.Instant(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.Text(6), row.OptionalAmount(7), row.Text(8), row.Text(9),
        row.IsDBNull(10) ? null : row.GetInt32(10), row.Texts(11), row.Json(12));

    private static FillEvent Fill(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.Instant(1), row.GetString(2), row.Text(3), row.OptionalAmount(4), row.OptionalAmount(5), row.OptionalAmount(6), row.GetString(7));
}
