using Dapper;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Reconciliation;

/// <summary>Since when the broker has shown the equity of its last close, and what has moved in the account since then that nothing explains.</summary>
internal sealed class AccountDayStore(Database database)
{
    /// <summary>Since when the broker has shown this equity of the last close.</summary>
    public async Task<DateTimeOffset> LastEquitySinceAsync(
        string accountLabel, decimal lastEquity, DateTimeOffset marketTime, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO account_days AS d (account_label, last_equity, since) VALUES (@accountLabel, @lastEquity, @marketTime)
            ON CONFLICT (account_label) DO UPDATE
            SET last_equity = excluded.last_equity, since = excluded.since, cash_offset = NULL, position_offsets = NULL, moved_unexplained = 0
            WHERE d.last_equity <> excluded.last_equity
            """,
            new { accountLabel, lastEquity, marketTime },
            cancellationToken: cancellationToken));
        return await connection.QuerySingleAsync<DateTimeOffset>(new CommandDefinition(
            "SELECT since FROM account_days WHERE account_label = @accountLabel", new { accountLabel }, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// USD that cash has moved since then without a fill or an activity, and without a share: moved in or out by somebody, whether the broker lists it yet or
    /// never does. Where shares have moved too, something else has happened, and what was known last stands.
    /// </summary>
    /// <param name="accountLabel">The account.</param>
    /// <param name="seen">What the account holds beside everything known; null when it could not be compared.</param>
    /// <param name="tolerance">USD that are rounding.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<decimal> MovedUnexplainedAsync(
        string accountLabel, AccountBaseline? seen, decimal tolerance, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var day = await connection.QuerySingleAsync<DayRow>(new CommandDefinition(
            "SELECT cash_offset, position_offsets::text AS positions, moved_unexplained FROM account_days WHERE account_label = @accountLabel",
            new { accountLabel },
            cancellationToken: cancellationToken));
        if (seen is null)
        {
            return day.MovedUnexplained;
        }

        if (day.CashOffset is not { } cash)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "UPDATE account_days SET cash_offset = @Cash, position_offsets = @positions WHERE account_label = @accountLabel",
                new { accountLabel, seen.Cash, positions = PersistedJson.Of(PositionOffsets.ToMap(seen.Positions)) },
                cancellationToken: cancellationToken));
            return day.MovedUnexplained;
        }

        var more = seen.Less(new AccountBaseline(cash, PositionOffsets.Parse(day.Positions)), tolerance);
        if (more.Positions.Count > 0 || more.Cash == day.MovedUnexplained)
        {
            return day.MovedUnexplained;
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE account_days SET moved_unexplained = @Cash WHERE account_label = @accountLabel",
            new { accountLabel, more.Cash },
            cancellationToken: cancellationToken));
        return more.Cash;
    }

    private sealed record DayRow
    {
        public decimal? CashOffset { get; init; }
        public string Positions { get; init; } = "{}";
        public decimal MovedUnexplained { get; init; }
    }
}
