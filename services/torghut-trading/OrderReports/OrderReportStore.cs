using Dapper;
using Npgsql;
using Torghut.Trading.Audit;
using Torghut.Trading.Decisions;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Orders;
using Torghut.Trading.Storage;

namespace Torghut.Trading.OrderReports;

/// <summary>
/// The one way in which order reports reach the database, whether from a submission, a look-up, reconciliation or the trade-updates stream.
/// Applying the same report again, or in another order, ends in the same rows.
/// </summary>
internal sealed class OrderReportStore(Database database, AuditLog audit, TimeProvider time)
{
    public Task<OrderReportResult> ApplyAsync(string accountLabel, string adapter, OrderReport report, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            (connection, transaction) => ApplyAsync(connection, transaction, accountLabel, adapter, report),
            cancellationToken,
            report.Source == OrderReportSources.Submit ? FailpointNames.OutcomeCommitSent : null);

    private async Task<OrderReportResult> ApplyAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string accountLabel, string adapter, OrderReport report)
    {
        var order = report.Order;
        var decision = await connection.QuerySingleOrDefaultAsync<DecisionRow>(
            $"SELECT {DecisionStore.Columns} FROM trade_decisions WHERE account_label = @accountLabel AND decision_hash = @ClientOrderId FOR UPDATE",
            new { accountLabel, order.ClientOrderId },
            transaction);
        var isNew = await connection.ExecuteAsync(ExecutionSql.Insert, ExecutionSql.Parameters(accountLabel, adapter, order, decision), transaction) == 1;
        var known = await connection.QuerySingleOrDefaultAsync<ExecutionRow>(
            "SELECT id, status, filled_qty, filled_avg_price, broker_updated_at, is_external FROM executions WHERE alpaca_order_id = @OrderId FOR UPDATE",
            new { order.OrderId },
            transaction) ?? throw new OrderIdentityException(order.OrderId, order.ClientOrderId);

        var before = known.View;
        var merged = before.Merge(order.View);
        var changed = isNew || merged != before;
        if (merged != before)
        {
            await connection.ExecuteAsync(ExecutionSql.Update, ExecutionSql.Parameters(known.Id, merged, order), transaction);
        }

        var newEvent = report.Event is { } happened && await InsertEventAsync(connection, transaction, accountLabel, report, happened);
        var (transition, state) = await MoveDecisionAsync(connection, transaction, decision, merged, order);

        if (changed || newEvent || transition == TransitionKind.Moved)
        {
            var kind = decision is null ? AuditKinds.ExternalOrder : AuditKinds.OrderObserved;
            await audit.AppendAsync(connection, transaction,
                new AuditEntry(kind, accountLabel, order.ClientOrderId, time.GetUtcNow(), Describe(report, merged, decision, state, transition)));
        }

        return new OrderReportResult(isNew, changed, newEvent, decision is null, transition == TransitionKind.Illegal, decision,
            Math.Max(0, merged.FilledQty - (isNew ? 0 : before.FilledQty)));
    }

    private static async Task<(TransitionKind? Kind, OrderState? State)> MoveDecisionAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DecisionRow? decision, BrokerOrderView merged, BrokerOrder order)
    {
        if (decision is null)
        {
            return (null, null);
        }

        var transition = OrderStateMachine.Apply(decision.State, BrokerStatus.ToTrigger(merged.Status, merged.FilledQty));
        if (transition.Kind == TransitionKind.Moved)
        {
            await connection.ExecuteAsync(
                """
                UPDATE trade_decisions SET status = @status, status_reason = NULL, submitted_at = coalesce(submitted_at, @SubmittedAt, now()), updated_at = now()
                WHERE id = @Id
                """,
                new { decision.Id, status = transition.Next.Name(), order.SubmittedAt },
                transaction);
        }

        return (transition.Kind, transition.Next);
    }

    private static async Task<bool> InsertEventAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string accountLabel, OrderReport report, OrderEvent happened) =>
        await connection.ExecuteAsync(
            """
            INSERT INTO order_events (id, account_label, dedup_key, alpaca_order_id, client_order_id, execution_id, event, order_status, price, qty,
              position_qty, filled_qty, filled_avg_price, event_ts, source, raw_order)
            VALUES (@Id, @accountLabel, @DedupKey, @OrderId, @ClientOrderId, @ExecutionId, @Name, @Status, @Price, @Qty,
              @PositionQty, @FilledQty, @FilledAvgPrice, @At, @Source, @Raw)
            ON CONFLICT (account_label, dedup_key) DO NOTHING
            """,
            new
            {
                Id = Guid.CreateVersion7(happened.At),
                accountLabel,
                DedupKey = happened.DedupKey(report.Order.OrderId),
                report.Order.OrderId,
                report.Order.ClientOrderId,
                happened.ExecutionId,
                happened.Name,
                report.Order.Status,
                happened.Price,
                happened.Qty,
                happened.PositionQty,
                report.Order.FilledQty,
                report.Order.FilledAvgPrice,
                happened.At,
                report.Source,
                Raw = PersistedJson.OfExternal(report.Order.RawJson),
            },
            transaction) == 1;

    private static JsonMap Describe(OrderReport report, BrokerOrderView merged, DecisionRow? decision, OrderState? state, TransitionKind? transition) => new()
    {
        ["source"] = report.Source,
        ["order_id"] = report.Order.OrderId,
        ["symbol"] = report.Order.Symbol,
        ["side"] = report.Order.Side,
        ["qty"] = report.Order.Qty,
        ["event"] = report.Event?.Name,
        ["execution_id"] = report.Event?.ExecutionId,
        ["price"] = report.Event?.Price,
        ["fill_qty"] = report.Event?.Qty,
        ["broker_status"] = merged.Status,
        ["filled_qty"] = merged.FilledQty,
        ["filled_avg_price"] = merged.FilledAvgPrice,
        ["from"] = decision?.Status,
        ["to"] = state?.Name(),
        ["transition"] = transition,
    };
}
