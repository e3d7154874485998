using Dapper;
using Torghut.Trading.Audit;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Reconciliation;

/// <summary>
/// What happened to the account beside executions, in Postgres. The totals over it are kept by the database (<c>docs/adr/0020-running-totals.md</c>).
/// </summary>
internal sealed class ActivityStore(Database database, AuditLog audit, TimeProvider time)
{
    /// <summary>Those of the activities that are not stored, or are stored with another status or other amounts.</summary>
    public async Task<IReadOnlyList<BrokerActivity>> NewAsync(
        string accountLabel, IReadOnlyList<BrokerActivity> activities, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var known = (await connection.QueryAsync<(string Id, string? Status, decimal? NetAmount, decimal? Qty)>(new CommandDefinition(
            "SELECT activity_id, status, net_amount, qty FROM account_activities WHERE account_label = @accountLabel AND activity_id = ANY(@ids)",
            new { accountLabel, ids = activities.Select(activity => activity.Id).ToArray() },
            cancellationToken: cancellationToken))).ToHashSet();
        return [.. activities.Where(activity => !known.Contains((activity.Id, activity.Status, activity.NetAmount, activity.Qty)))];
    }

    /// <summary>Stores an activity; one whose status or amounts changed takes its former effect back.</summary>
    public Task SaveAsync(string accountLabel, BrokerActivity activity, ActivityEffect effect, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(
                    """
                    INSERT INTO account_activities AS a (account_label, activity_id, activity_type, status, happened_at, symbol, qty, net_amount, cash_effect,
                      position_effect, is_transfer, is_known, raw)
                    VALUES (@accountLabel, @Id, @Type, @Status, @At, @Symbol, @Qty, @NetAmount, @Cash, @Shares, @IsTransfer, @IsKnown, @raw)
                    ON CONFLICT (account_label, activity_id) DO UPDATE SET status = excluded.status, qty = excluded.qty, net_amount = excluded.net_amount,
                      cash_effect = excluded.cash_effect, position_effect = excluded.position_effect, raw = excluded.raw, updated_at = now()
                    """,
                    new
                    {
                        accountLabel,
                        activity.Id,
                        activity.Type,
                        activity.Status,
                        activity.At,
                        activity.Symbol,
                        activity.Qty,
                        activity.NetAmount,
                        effect.Cash,
                        effect.Shares,
                        effect.IsTransfer,
                        effect.IsKnown,
                        raw = PersistedJson.OfExternal(activity.RawJson),
                    },
                    transaction);
                var what = new JsonMap
                {
                    ["type"] = activity.Type,
                    ["status"] = activity.Status,
                    ["symbol"] = activity.Symbol,
                    ["cash"] = effect.Cash,
                    ["shares"] = effect.Shares,
                    ["known"] = effect.IsKnown,
                };
                await audit.AppendAsync(
                    connection, transaction, new AuditEntry(AuditKinds.AccountActivity, accountLabel, activity.Id, time.GetUtcNow(), what));
                return true;
            },
            cancellationToken);

    /// <summary>USD moved in less USD moved out since an instant.</summary>
    public async Task<decimal> MovedInAsync(string accountLabel, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<decimal>(new CommandDefinition(
            "SELECT coalesce(sum(cash_effect), 0) FROM account_activities WHERE account_label = @accountLabel AND is_transfer AND happened_at > @since",
            new { accountLabel, since },
            cancellationToken: cancellationToken));
    }
}
