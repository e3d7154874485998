using Dapper;
using Npgsql;
using Torghut.Alpaca.Trading;
using Torghut.Trading.Audit;
using Torghut.Trading.Json;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Safety;

/// <summary>What the broker said and nobody understood, as it came.</summary>
internal sealed class UnreadItemStore(Database database, AuditLog audit, TimeProvider time)
{
    /// <summary>Items that are there, the newest ones, and whether somebody has acknowledged them.</summary>
    public async Task<Dictionary<(string Kind, string Key), bool>> HereAsync(string accountLabel, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<(string Kind, string Key, bool Acknowledged)>(new CommandDefinition(
            """
            SELECT kind, item_key, acknowledged_at IS NOT NULL FROM unread_items WHERE account_label = @accountLabel AND resolved_at IS NULL
            ORDER BY acknowledged_at NULLS FIRST, first_seen_at DESC LIMIT @limit
            """,
            new { accountLabel, limit },
            cancellationToken: cancellationToken))).ToDictionary(row => (row.Kind, row.Key), row => row.Acknowledged);
    }

    /// <summary>
    /// Keeps an item; returns whether it now waits and did not before, and whether somebody has acknowledged it. One that was acknowledged stays so while it
    /// stays.
    /// </summary>
    public Task<(bool IsNew, bool IsAcknowledged)> KeepAsync(
        string accountLabel, string kind, string key, UnreadItem item, CancellationToken cancellationToken) => database.InTransactionAsync(
        async (connection, transaction) =>
        {
            var symbol = item.Symbol is { Length: <= 64 } text && !text.Contains('\0', StringComparison.Ordinal) ? text : null;
            var raw = PersistedJson.OfExternal(item.RawJson);
            var isNew = await connection.ExecuteScalarAsync<bool?>(
                """
                INSERT INTO unread_items AS u (account_label, kind, item_key, symbol, reason, raw) VALUES (@accountLabel, @kind, @key, @symbol, @Reason, @raw)
                ON CONFLICT (account_label, kind, item_key) DO UPDATE SET symbol = excluded.symbol, reason = excluded.reason, raw = excluded.raw,
                  first_seen_at = now(), last_seen_at = now(), acknowledged_at = NULL, resolved_at = NULL WHERE u.resolved_at IS NOT NULL
                RETURNING true
                """,
                new { accountLabel, kind, key, symbol, item.Reason, raw },
                transaction) is true;
            if (!isNew)
            {
                return (false, await connection.ExecuteScalarAsync<bool>(
                    "SELECT acknowledged_at IS NOT NULL FROM unread_items WHERE account_label = @accountLabel AND kind = @kind AND item_key = @key",
                    new { accountLabel, kind, key },
                    transaction));
            }

            await AuditAsync(connection, transaction, AuditKinds.UnreadItem, accountLabel, key,
                new JsonMap { ["item"] = kind, ["symbol"] = symbol, ["reason"] = item.Reason, ["raw"] = new RawJson(raw.Text) });
            return (true, false);
        },
        cancellationToken);

    /// <summary>Items that were understood or have gone.</summary>
    public Task<int> ResolveAsync(string accountLabel, string kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => EndAsync(
        "UPDATE unread_items SET resolved_at = now() WHERE account_label = @accountLabel AND kind = @kind AND item_key = ANY(@keys) AND resolved_at IS NULL",
        new { accountLabel, kind, keys = keys.ToArray() },
        accountLabel,
        AuditKinds.UnreadItemResolved,
        [],
        cancellationToken);

    /// <summary>A person takes note of an item; returns how many that concerned.</summary>
    public Task<int> AcknowledgeAsync(string accountLabel, string key, string reason, string actor, CancellationToken cancellationToken) => EndAsync(
        """
        UPDATE unread_items SET acknowledged_at = now()
        WHERE account_label = @accountLabel AND item_key = @key AND acknowledged_at IS NULL AND resolved_at IS NULL
        """,
        new { accountLabel, key },
        accountLabel,
        AuditKinds.ExternalOrderAcknowledged,
        new JsonMap { ["reason"] = reason, ["actor"] = actor },
        cancellationToken);

    private Task<int> EndAsync(
        string update, object parameters, string accountLabel, string kind, JsonMap why, CancellationToken cancellationToken) => database.InTransactionAsync(
        async (connection, transaction) =>
        {
            var keys = (await connection.QueryAsync<string>(update + " RETURNING item_key", parameters, transaction)).AsList();
            foreach (var key in keys)
            {
                await AuditAsync(connection, transaction, kind, accountLabel, key, why);
            }

            return keys.Count;
        },
        cancellationToken);

    private Task AuditAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string kind, string accountLabel, string key, JsonMap data) =>
        audit.AppendAsync(connection, transaction, new AuditEntry(kind, accountLabel, key, time.GetUtcNow(), data));
}
