using Dapper;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Signals;

/// <summary>How far a source has been read.</summary>
internal sealed class CursorStore(Database database)
{
    public async Task<SignalPosition?> LoadAsync(string accountLabel, string source, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<CursorRow>(new CommandDefinition(
            "SELECT event_ts, symbol, seq FROM trade_cursor WHERE account_label = @accountLabel AND source = @source",
            new { accountLabel, source },
            cancellationToken: cancellationToken));
        return row is null ? null : new SignalPosition(row.EventTs, row.Symbol, row.Seq);
    }

    /// <summary>Moves the cursor; it never moves back.</summary>
    public Task AdvanceAsync(string accountLabel, string source, SignalPosition position, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO trade_cursor AS c (account_label, source, event_ts, symbol, seq)
            VALUES (@accountLabel, @source, @EventTs, @Symbol, @Seq)
            ON CONFLICT (account_label, source) DO UPDATE
              SET event_ts = excluded.event_ts, symbol = excluded.symbol, seq = excluded.seq, updated_at = now()
              WHERE (c.event_ts, c.symbol COLLATE "C", c.seq) < (excluded.event_ts, excluded.symbol COLLATE "C", excluded.seq)
            """,
            new { accountLabel, source, position.EventTs, position.Symbol, position.Seq },
            cancellationToken: cancellationToken)),
        cancellationToken);

    private sealed record CursorRow
    {
        public DateTimeOffset EventTs { get; init; }
        public string Symbol { get; init; } = "";
        public long Seq { get; init; }
    }
}
