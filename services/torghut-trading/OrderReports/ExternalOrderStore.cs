using Dapper;
using Torghut.Trading.Audit;
using Torghut.Trading.Json;
using Torghut.Trading.Storage;

namespace Torghut.Trading.OrderReports;

/// <summary>Orders at the broker that no decision of ours led to.</summary>
internal sealed class ExternalOrderStore(Database database, AuditLog audit, TimeProvider time)
{
    /// <summary>
    /// What had ended before we ever traded the account is history, not someone trading beside us. Once that is settled, a start, a take-over and the end of a
    /// fault are no reason to let an order pass that nobody has looked at.
    /// </summary>
    public Task<int> AcknowledgeFinishedAsync(string accountLabel, CancellationToken cancellationToken) => AcknowledgeAsync(
        """
        status IN ('filled', 'canceled', 'expired', 'rejected', 'replaced', 'vanished')
          AND created_at <= coalesce((SELECT min(b.created_at) FROM account_baselines b WHERE b.account_label = @accountLabel), 'infinity')
        """,
        accountLabel, "", "had ended before the first start", "start-up reconciliation", cancellationToken);

    /// <summary>A person takes note of an external order; returns how many rows that concerned.</summary>
    public Task<int> AcknowledgeAsync(string accountLabel, string orderId, string reason, string actor, CancellationToken cancellationToken) =>
        AcknowledgeAsync("alpaca_order_id = @orderId", accountLabel, orderId, reason, actor, cancellationToken);

    private Task<int> AcknowledgeAsync(string condition, string accountLabel, string orderId, string reason, string actor,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async (connection, transaction) =>
            {
                var ids = (await connection.QueryAsync<string>(
                    $"""
                    UPDATE executions SET acknowledged_at = now(), updated_at = now()
                    WHERE account_label = @accountLabel AND is_external AND acknowledged_at IS NULL AND {condition} RETURNING alpaca_order_id
                    """,
                    new { accountLabel, orderId },
                    transaction)).AsList();
                foreach (var id in ids)
                {
                    await audit.AppendAsync(connection, transaction, new AuditEntry(
                        AuditKinds.ExternalOrderAcknowledged, accountLabel, id, time.GetUtcNow(), new JsonMap { ["reason"] = reason, ["actor"] = actor }));
                }

                return ids.Count;
            },
            cancellationToken);
}
