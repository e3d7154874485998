using System.Globalization;
using System.Text.Json;
using Dapper;
using Torghut.Trading.Audit;
using Torghut.Trading.Json;
using Torghut.Trading.Safety;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Reconciliation;

/// <summary>The baselines in Postgres and the fills they are compared with.</summary>
internal sealed class AccountBaselineStore(Database database, AuditLog audit, TimeProvider time)
{
    /// <summary>Everything filled so far, of our orders and of others'.</summary>
    public async Task<FillTotals> FillsAsync(string accountLabel, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<FillRow>(new CommandDefinition(
            """
            SELECT symbol, sum(CASE side WHEN 'buy' THEN filled_qty ELSE -filled_qty END) AS qty,
              sum(CASE side WHEN 'buy' THEN -filled_qty ELSE filled_qty END * coalesce(filled_avg_price, 0)) AS cash
            FROM executions WHERE account_label = @accountLabel AND filled_qty > 0 GROUP BY symbol
            """,
            new { accountLabel },
            cancellationToken: cancellationToken))).AsList();
        return new FillTotals(rows.Sum(row => row.Cash), rows.ToDictionary(row => row.Symbol, row => row.Qty, StringComparer.Ordinal));
    }

    /// <summary>The newest baseline; null before the first, and after a person has released the latch that a disagreement engaged.</summary>
    public async Task<AccountBaseline?> InForceAsync(string accountLabel, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<BaselineRow>(new CommandDefinition(
            """
            SELECT b.cash_offset, b.position_offsets::text AS positions FROM account_baselines b
            WHERE b.account_label = @accountLabel AND NOT EXISTS (
              SELECT 1 FROM trading_state s WHERE s.account_label = b.account_label AND s.latch = ANY(@latches) AND s.released_at > b.created_at)
            ORDER BY b.created_at DESC LIMIT 1
            """,
            new { accountLabel, latches = Latch.NamesOf(Latch.ReconciliationBreak) },
            cancellationToken: cancellationToken));
        if (row is null)
        {
            return null;
        }

        var positions = JsonSerializer.Deserialize<Dictionary<string, string>>(row.Positions) ?? [];
        return new AccountBaseline(
            row.CashOffset, positions.ToDictionary(p => p.Key, p => decimal.Parse(p.Value, CultureInfo.InvariantCulture), StringComparer.Ordinal));
    }

    public Task OpenAsync(string accountLabel, DateTimeOffset marketTime, AccountBaseline baseline, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(
                    """
                    INSERT INTO account_baselines (id, account_label, market_ts, cash_offset, position_offsets)
                    VALUES (@Id, @accountLabel, @marketTime, @Cash, @Positions)
                    """,
                    new
                    {
                        Id = Guid.CreateVersion7(marketTime),
                        accountLabel,
                        marketTime,
                        baseline.Cash,
                        Positions = PersistedJson.Of(Map(baseline.Positions)),
                    },
                    transaction);
                await audit.AppendAsync(connection, transaction, Entry(AuditKinds.BaselineOpened, accountLabel, baseline.Cash, baseline.Positions));
                return true;
            },
            cancellationToken);

    /// <summary>Writes down what does not add up.</summary>
    public Task RecordAsync(string accountLabel, ReconciliationBreak found, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async (connection, transaction) =>
            {
                await audit.AppendAsync(connection, transaction, Entry(AuditKinds.ReconciliationBreak, accountLabel, found.Cash, found.Positions));
                return true;
            },
            cancellationToken);

    private AuditEntry Entry(string kind, string accountLabel, decimal cash, IReadOnlyDictionary<string, decimal> positions) =>
        new(kind, accountLabel, "account", time.GetUtcNow(), new JsonMap { ["cash"] = cash, ["positions"] = Map(positions) });

    private static JsonMap Map(IReadOnlyDictionary<string, decimal> positions)
    {
        var map = new JsonMap();
        foreach (var (symbol, qty) in positions)
        {
            map[symbol] = qty;
        }

        return map;
    }

    private sealed record FillRow
    {
        public string Symbol { get; init; } = "";
        public decimal Qty { get; init; }
        public decimal Cash { get; init; }
    }

    private sealed record BaselineRow
    {
        public decimal CashOffset { get; init; }
        public string Positions { get; init; } = "";
    }
}
