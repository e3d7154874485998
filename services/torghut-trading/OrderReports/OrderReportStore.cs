using Dapper;
using Npgsql;
using Torghut.Trading.Audit;
using Torghut.Trading.Decisions;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Orders;
using Torghut.Trading.Safety;
using Torghut.Trading.Storage;

namespace Torghut.Trading.OrderReports;

/// <summary>
/// The one way in which order reports reach the database, whether from a submission, a look-up, reconciliation or the trade-updates stream.
/// Applying the same report again, or in another order, ends in the same rows.
/// </summary>
internal sealed class OrderReportStore(Database database, AuditLog audit, BrokerOptions orders, TimeProvider time)
    : IOrderReportStore
{
    private const int LookupsForVanishing = 3;

    private const string LockSql = $"SELECT {ExecutionSql.Columns} FROM executions WHERE alpaca_order_id = @OrderId FOR UPDATE";

    public Task<OrderReportResult> ApplyAsync(string accountLabel, string adapter, OrderReport report, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            (connection, transaction) => ApplyAsync(connection, transaction, accountLabel, adapter, report),
            cancellationToken,
            report.Source == OrderReportSources.Submit ? FailpointNames.OutcomeCommitSent : null);

    /// <summary>
    /// Counts that the broker, asked for an order by both of its ids, did not know it. Said often enough and for long enough, that ends the order; returns
    /// whether it did.
    /// </summary>
    public Task<bool> NotFoundAsync(string accountLabel, string orderId, CancellationToken cancellationToken) => database.InTransactionAsync(
        async (connection, transaction) =>
        {
            var now = time.GetUtcNow();
            var counted = await connection.QuerySingleOrDefaultAsync<(string ClientOrderId, int Lookups, DateTimeOffset Since)?>(
                """
                UPDATE executions SET lookups_not_found = lookups_not_found + 1, not_found_since = coalesce(not_found_since, @now), updated_at = now()
                WHERE account_label = @accountLabel AND alpaca_order_id = @orderId AND NOT is_settled
                RETURNING client_order_id, lookups_not_found, not_found_since
                """,
                new { accountLabel, orderId, now },
                transaction);
            if (counted is not { } found || found.Lookups < LookupsForVanishing || now - found.Since < orders.UnknownGrace)
            {
                return false;
            }

            var decision = await LockDecisionAsync(connection, transaction, accountLabel, found.ClientOrderId);
            var known = await LockAsync(connection, transaction, orderId);
            var view = known.View.Merge(known.View with { Status = BrokerStatus.Vanished });
            await connection.ExecuteAsync(
                """
                UPDATE executions SET status = @Status, is_settled = true, contradiction = NULL, contradicted_since = NULL, updated_at = now() WHERE id = @Id
                """,
                new { known.Id, view.Status },
                transaction);
            var (transition, state) = await MoveDecisionAsync(connection, transaction, decision, view, corrected: false, null);
            await audit.AppendAsync(connection, transaction, new AuditEntry(KindOf(decision), accountLabel, found.ClientOrderId, now, new JsonMap
            {
                ["source"] = OrderReportSources.Vanished,
                ["order_id"] = orderId,
                ["symbol"] = known.Symbol,
                ["side"] = known.Side,
                ["qty"] = known.Qty,
                ["lookups_not_found"] = found.Lookups,
                ["broker_status"] = view.Status,
                ["filled_qty"] = view.FilledQty,
                ["filled_avg_price"] = view.FilledAvgPrice,
                ["from"] = decision?.Status,
                ["to"] = state?.Name(),
                ["transition"] = transition,
            }));
            return true;
        },
        cancellationToken);

    private async Task<OrderReportResult> ApplyAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string accountLabel, string adapter, OrderReport report)
    {
        var order = report.Order;
        var said = report.View;
        var isAnswer = report.Source is OrderReportSources.Reconcile or OrderReportSources.Lookup;
        var decision = await LockDecisionAsync(connection, transaction, accountLabel, order.ClientOrderId);
        var isNew = await connection.ExecuteAsync(
            ExecutionSql.Insert,
            ExecutionSql.Parameters(accountLabel, adapter, order, decision, said, isAnswer && BrokerStatus.IsTerminal(said.Status)),
            transaction) == 1;
        var known = await connection.QuerySingleOrDefaultAsync<ExecutionRow>(LockSql, new { order.OrderId }, transaction)
            ?? throw new OrderIdentityException(order.OrderId, order.ClientOrderId);
        if (report.Source == OrderReportSources.TradeUpdates)
        {
            Check(order, known, decision);
        }

        // What a known event said is in the row, or the broker has taken it back since.
        var newEvent = report.Event is { } happened && await InsertEventAsync(connection, transaction, accountLabel, report, happened);
        if (report.Event is not null && !newEvent)
        {
            return new OrderReportResult(false, false, false, decision is null, false, decision, 0);
        }

        var before = known.View;
        var evidence = OrderEvidence.Of(known, said, isAnswer, time.GetUtcNow(), orders.UnknownGrace);
        var merged = evidence.View;
        var changed = isNew || merged != before;
        var tellsTime = newEvent && report.Event!.IsFill;
        if (merged != before || tellsTime || evidence.IsSettled != known.IsSettled || evidence.Contradiction != known.Contradiction
            || known.LookupsNotFound > 0)
        {
            await connection.ExecuteAsync(ExecutionSql.Update, ExecutionSql.Parameters(known.Id, evidence, order), transaction);
        }

        var corrected = evidence.Replaced || merged.CorrectedAt != before.CorrectedAt;
        var (transition, state) = await MoveDecisionAsync(connection, transaction, decision, merged, corrected, order.SubmittedAt);
        if (changed || newEvent || transition == TransitionKind.Moved)
        {
            await audit.AppendAsync(connection, transaction, new AuditEntry(
                KindOf(decision), accountLabel, order.ClientOrderId, time.GetUtcNow(),
                Describe(report, merged, evidence.Replaced ? before : null, decision, state, transition)));
        }

        return new OrderReportResult(isNew, changed, newEvent, decision is null, transition == TransitionKind.Illegal, decision,
            Math.Max(0, merged.FilledQty - (isNew ? 0 : before.FilledQty)),
            Rejected: (transition, state) == (TransitionKind.Moved, OrderState.BrokerRejected), evidence.Replaced);
    }

    /// <summary>What a record of the stream says of an order that is known otherwise; the stream proves nothing.</summary>
    private static void Check(BrokerOrder order, ExecutionRow known, DecisionRow? decision)
    {
        if ((order.Symbol, order.Side, order.ClientOrderId) != (known.Symbol, known.Side, known.ClientOrderId))
        {
            throw new OrderReportRefusedException($"other_order: {order.OrderId} is known as {known.Side} {known.Symbol}");
        }

        if (order.FilledQty > (known.Qty ?? decimal.MaxValue) || order.FilledQty > (decision?.Qty ?? decimal.MaxValue))
        {
            var ordered = known.Qty ?? decision?.Qty ?? 0;
            throw new OrderReportRefusedException($"overfill: {CanonicalText.Of(order.FilledQty)} filled of {CanonicalText.Of(ordered)} ordered");
        }
    }

    private static string KindOf(DecisionRow? decision) => decision is null ? AuditKinds.ExternalOrder : AuditKinds.OrderObserved;

    private static Task<DecisionRow?> LockDecisionAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string accountLabel, string clientOrderId) =>
        connection.QuerySingleOrDefaultAsync<DecisionRow>(
            $"SELECT {DecisionStore.Columns} FROM trade_decisions WHERE account_label = @accountLabel AND decision_hash = @clientOrderId FOR UPDATE",
            new { accountLabel, clientOrderId },
            transaction);

    private static Task<ExecutionRow> LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string orderId) =>
        connection.QuerySingleAsync<ExecutionRow>(LockSql, new { OrderId = orderId }, transaction);

    private static async Task<(TransitionKind? Kind, OrderState? State)> MoveDecisionAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DecisionRow? decision, BrokerOrderView merged, bool corrected, DateTimeOffset? submittedAt)
    {
        if (decision is null)
        {
            return (null, null);
        }

        var trigger = BrokerStatus.ToTrigger(merged.Status, merged.FilledQty);
        var transition = corrected ? OrderStateMachine.Correct(decision.State, trigger) : OrderStateMachine.Apply(decision.State, trigger);
        if (transition.Kind == TransitionKind.Moved)
        {
            await connection.ExecuteAsync(
                """
                UPDATE trade_decisions SET status = @status, status_reason = @reason, submitted_at = coalesce(submitted_at, @submittedAt, now()), updated_at = now()
                WHERE id = @Id
                """,
                new
                {
                    decision.Id,
                    status = transition.Next.Name(),
                    reason = transition.Next == OrderState.BrokerRejected ? RefusalHistory.AfterAcceptance : null,
                    submittedAt,
                },
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

    private static JsonMap Describe(
        OrderReport report, BrokerOrderView merged, BrokerOrderView? replaced, DecisionRow? decision, OrderState? state, TransitionKind? transition)
    {
        var map = new JsonMap
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
        if (replaced is not null)
        {
            map["replaces"] = new JsonMap
            {
                ["broker_status"] = replaced.Status,
                ["filled_qty"] = replaced.FilledQty,
                ["filled_avg_price"] = replaced.FilledAvgPrice,
            };
        }

        return map;
    }
}
