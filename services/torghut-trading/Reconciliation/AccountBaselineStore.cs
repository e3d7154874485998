using Dapper;
using Torghut.Trading.Audit;
using Torghut.Trading.Json;
using Torghut.Trading.Safety;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Reconciliation;

/// <summary>The baselines in Postgres and the totals they are compared with.</summary>
internal sealed class AccountBaselineStore(Database database, AuditLog audit, TimeProvider time) : IAccountBaselineStore
{
    /// <summary>Everything that is known to have moved cash and positions so far: fills of our orders and of others', and activities.</summary>
    public async Task<AccountTotals> TotalsAsync(string accountLabel, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<TotalRow>(new CommandDefinition(
            "SELECT symbol, sum(qty) AS qty, round(sum(cash), 9) AS cash FROM account_totals WHERE account_label = @accountLabel GROUP BY symbol",
            new { accountLabel },
            cancellationToken: cancellationToken))).AsList();
        return new AccountTotals(rows.Sum(row => row.Cash), rows.ToDictionary(row => row.Symbol, row => row.Qty, StringComparer.Ordinal));
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

        return new AccountBaseline(row.CashOffset, PositionOffsets.Parse(row.Positions));
    }

    /// <summary>Market time of the newest baseline; null before the first.</summary>
    public async Task<DateTimeOffset?> OpenedAtAsync(string accountLabel, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<DateTimeOffset?>(new CommandDefinition(
            "SELECT market_ts FROM account_baselines WHERE account_label = @accountLabel ORDER BY created_at DESC LIMIT 1",
            new { accountLabel },
            cancellationToken: cancellationToken));
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
                        Positions = PersistedJson.Of(PositionOffsets.ToMap(baseline.Positions)),
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
        new(kind, accountLabel, "account", time.GetUtcNow(), new JsonMap { ["cash"] = cash, ["positions"] = PositionOffsets.ToMap(positions) });

    private sealed record TotalRow
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
