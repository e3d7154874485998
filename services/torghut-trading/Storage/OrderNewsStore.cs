using Dapper;
using Npgsql;
using Torghut.Trading.Audit;
using Torghut.Trading.Decisions;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Orders;

namespace Torghut.Trading.Storage;

/// <summary>
/// The one way in which news about orders reaches the database, whether from a submission, a look-up, reconciliation or the trade-updates stream.
/// Applying the same news again, or in another order, ends in the same rows.
/// </summary>
internal sealed class OrderNewsStore(Database database, AuditLog audit, TimeProvider time)
{
    public Task<NewsResult> ApplyAsync(string accountLabel, string adapter, OrderNews news, CancellationToken cancellation) =>
        database.InTransactionAsync(
            (connection, transaction) => ApplyAsync(connection, transaction, accountLabel, adapter, news),
            cancellation,
            news.Source == NewsSources.Submit ? FailpointNames.OutcomeCommitSent : null);

    private async Task<NewsResult> ApplyAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string accountLabel, string adapter, OrderNews news)
    {
        var order = news.Order;
        var decision = await connection.QuerySingleOrDefaultAsync<DecisionRow>(
            $"SELECT {DecisionStore.Columns} FROM trade_decisions WHERE account_label = @accountLabel AND decision_hash = @ClientOrderId FOR UPDATE",
            new { accountLabel, order.ClientOrderId },
            transaction);
        var isNew = await connection.ExecuteAsync(ExecutionSql.Insert, ExecutionSql.Parameters(accountLabel, adapter, order, decision), transaction) == 1;
        var known = await connection.QuerySingleOrDefaultAsync<ExecutionRow>(
            "SELECT id, status, filled_qty, filled_avg_price, broker_updated_at, is_foreign FROM executions WHERE alpaca_order_id = @OrderId FOR UPDATE",
            new { order.OrderId },
            transaction) ?? throw new OrderIdentityException(order.OrderId, order.ClientOrderId);

        var before = known.View;
        var merged = before.Merge(order.View);
        var changed = isNew || merged != before;
        if (merged != before) await connection.ExecuteAsync(ExecutionSql.Update, ExecutionSql.Parameters(known.Id, merged, order), transaction);
        var newEvent = news.Event is { } happened && await InsertEventAsync(connection, transaction, accountLabel, news, happened);
        var (transition, state) = await MoveDecisionAsync(connection, transaction, decision, merged, order);

        if (changed || newEvent || transition == TransitionKind.Moved)
        {
            var kind = decision is null ? AuditKinds.ForeignOrder : AuditKinds.OrderObserved;
            await audit.AppendAsync(connection, transaction, new AuditEntry(kind, accountLabel, order.ClientOrderId, time.GetUtcNow(), Describe(news, merged, decision, state, transition)));
        }

        return new NewsResult(isNew, changed, newEvent, decision is null, transition == TransitionKind.Illegal, decision, Math.Max(0, merged.FilledQty - (isNew ? 0 : before.FilledQty)));
    }

    private static async Task<(TransitionKind? Kind, OrderState? State)> MoveDecisionAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DecisionRow? decision, BrokerOrderView merged, BrokerOrder order)
    {
        if (decision is null) return (null, null);
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
        NpgsqlConnection connection, NpgsqlTransaction transaction, string accountLabel, OrderNews news, OrderEvent happened) =>
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
                DedupKey = happened.DedupKey(news.Order.OrderId),
                news.Order.OrderId,
                news.Order.ClientOrderId,
                happened.ExecutionId,
                happened.Name,
                news.Order.Status,
                happened.Price,
                happened.Qty,
                happened.PositionQty,
                news.Order.FilledQty,
                news.Order.FilledAvgPrice,
                happened.At,
                news.Source,
                Raw = PersistedJson.OfForeign(news.Order.RawJson),
            },
            transaction) == 1;

    private static JsonMap Describe(OrderNews news, BrokerOrderView merged, DecisionRow? decision, OrderState? state, TransitionKind? transition) => new()
    {
        ["source"] = news.Source,
        ["order_id"] = news.Order.OrderId,
        ["symbol"] = news.Order.Symbol,
        ["side"] = news.Order.Side,
        ["qty"] = news.Order.Qty,
        ["event"] = news.Event?.Name,
        ["execution_id"] = news.Event?.ExecutionId,
        ["price"] = news.Event?.Price,
        ["fill_qty"] = news.Event?.Qty,
        ["broker_status"] = merged.Status,
        ["filled_qty"] = merged.FilledQty,
        ["filled_avg_price"] = merged.FilledAvgPrice,
        ["from"] = decision?.Status,
        ["to"] = state?.Name(),
        ["transition"] = transition,
    };
}
