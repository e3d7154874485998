using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Orders;
using Torghut.Trading.Storage;

namespace Torghut.Trading.OrderReports;

/// <summary>Statements and parameters of the <c>executions</c> table.</summary>
internal static class ExecutionSql
{
    public const string Insert =
        """
        INSERT INTO executions (id, trade_decision_id, account_label, adapter, alpaca_order_id, client_order_id, is_external, symbol, side, order_type,
          time_in_force, qty, notional, limit_price, stop_price, status, filled_qty, filled_avg_price, submitted_at, filled_at, last_fill_at,
          fill_recorded_at, broker_updated_at, raw_order, adapter_expected, fallback_reason, fallback_count, is_settled, corrected_at)
        VALUES (@Id, @decisionId, @accountLabel, @adapter, @OrderId, @ClientOrderId, @IsExternal, @Symbol, @Side, @Type,
          @TimeInForce, @Qty, @Notional, @LimitPrice, @StopPrice, @Status, @FilledQty, @FilledAvgPrice, @SubmittedAt, @FilledAt,
          CASE WHEN @FilledQty > 0 THEN coalesce(@FilledAt, @UpdatedAt) END,
          CASE WHEN @Status = 'filled' THEN clock_timestamp() END, @UpdatedAt, @Raw, @AdapterExpected,
          @FallbackReason, @FallbackCount, @isSettled, @CorrectedAt)
        ON CONFLICT DO NOTHING
        """;

    /// <summary>
    /// When the last fill was that counts: what the broker says of a filled order, the newest event of a fill, or the first report that has as much filled.
    /// A cancel or an expiry of the rest is later than that. It does not depend on the order in which reports come.
    /// </summary>
    private const string LastFillAt =
        """
        CASE WHEN @FilledQty > 0 THEN coalesce(
          CASE WHEN @Status = 'filled' THEN coalesce(@FilledAt, filled_at) END,
          (SELECT max(v.event_ts) FROM order_events v
           WHERE v.alpaca_order_id = executions.alpaca_order_id AND v.event IN ('fill', 'partial_fill') AND v.filled_qty <= @FilledQty),
          CASE WHEN @FilledQty = filled_qty THEN last_fill_at END,
          @FilledAt, @ReportedAt) END
        """;

    public const string Update =
        $"""
        UPDATE executions SET status = @Status, filled_qty = @FilledQty, filled_avg_price = @FilledAvgPrice, broker_updated_at = @UpdatedAt,
          submitted_at = coalesce(submitted_at, @SubmittedAt), filled_at = coalesce(filled_at, @FilledAt),
          last_fill_at = {LastFillAt},
          fill_recorded_at = CASE WHEN @Status = 'filled' THEN coalesce(fill_recorded_at, clock_timestamp()) END, raw_order = @Raw, updated_at = now(),
          is_settled = @isSettled, corrected_at = @CorrectedAt, contradiction = @contradiction, contradicted_since = @contradictedSince,
          lookups_not_found = 0, not_found_since = NULL
        WHERE id = @id
        """;

    /// <summary>What is read of a row before a report is applied to it.</summary>
    public const string Columns =
        """
        id, status, filled_qty, filled_avg_price, broker_updated_at, is_external, client_order_id, symbol, side, qty, is_settled, lookups_not_found,
        corrected_at, contradiction, contradicted_since
        """;

    /// <summary>A new row. Which adapter took the order is known from its decision; whoever brings the report only saw it.</summary>
    public static object Parameters(string accountLabel, string adapter, BrokerOrder order, DecisionRow? decision, BrokerOrderView view, bool isSettled) => new
    {
        isSettled,
        view.CorrectedAt,
        Id = Guid.CreateVersion7(order.UpdatedAt),
        decisionId = decision?.Id,
        accountLabel,
        adapter = decision?.AdapterActual ?? adapter,
        decision?.AdapterExpected,
        decision?.FallbackReason,
        FallbackCount = decision?.FallbackCount ?? 0,
        order.OrderId,
        order.ClientOrderId,
        IsExternal = decision is null,
        order.Symbol,
        order.Side,
        order.Type,
        order.TimeInForce,
        order.Qty,
        order.Notional,
        order.LimitPrice,
        order.StopPrice,
        order.Status,
        order.FilledQty,
        order.FilledAvgPrice,
        order.SubmittedAt,
        order.FilledAt,
        order.UpdatedAt,
        Raw = PersistedJson.OfExternal(order.RawJson),
    };

    public static object Parameters(Guid id, OrderEvidence evidence, BrokerOrder order) => new
    {
        id,
        isSettled = evidence.IsSettled,
        contradiction = evidence.Contradiction,
        contradictedSince = evidence.ContradictedSince,
        evidence.View.CorrectedAt,
        evidence.View.Status,
        evidence.View.FilledQty,
        evidence.View.FilledAvgPrice,
        evidence.View.UpdatedAt,
        order.SubmittedAt,
        order.FilledAt,
        ReportedAt = order.UpdatedAt,
        Raw = PersistedJson.OfExternal(order.RawJson),
    };
}
