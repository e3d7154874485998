using Dapper;
using Npgsql;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Signals;

/// <summary>
/// Which signals were read, so that none is evaluated twice, whatever ends the process in between. What lies before the late window is forgotten: nothing there
/// is looked for any more.
/// </summary>
internal sealed class SignalMemoryStore(Database database) : ISignalMemoryStore
{
    private static readonly TimeSpan Precision = TimeSpan.FromMilliseconds(1);

    public async Task<SignalMemory> LoadAsync(string accountLabel, string source, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var cursor = await connection.QuerySingleOrDefaultAsync<CursorRow>(new CommandDefinition(
            """
            SELECT event_ts, symbol, seq, remembered_from, coalesce(remembered_at = updated_at, false) AS remembers
            FROM trade_cursor WHERE account_label = @accountLabel AND source = @source
            """,
            new { accountLabel, source },
            cancellationToken: cancellationToken));
        var read = await connection.QueryAsync<PositionRow>(new CommandDefinition(
            "SELECT event_ts, symbol, seq FROM signals_read WHERE account_label = @accountLabel AND source = @source",
            new { accountLabel, source },
            cancellationToken: cancellationToken));
        List<SignalPosition> positions = [.. read.Select(row => new SignalPosition(row.EventTs, row.Symbol, row.Seq))];
        if (cursor is null)
        {
            return new SignalMemory(null, null, positions);
        }

        // A cursor that a version without this memory has moved: what it read is not known, only that it went up to here.
        var from = cursor.Remembers ? cursor.RememberedFrom : cursor.EventTs + Precision;
        return new SignalMemory(new SignalPosition(cursor.EventTs, cursor.Symbol, cursor.Seq), from, positions);
    }

    /// <summary>Writes down that positions were read, in the transaction of what followed from them.</summary>
    public static Task RememberAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, SignalsRead read) => connection.ExecuteAsync(
        """
        INSERT INTO signals_read (account_label, source, event_ts, symbol, seq)
        SELECT @AccountLabel, @Source, p.event_ts, p.symbol, p.seq
        FROM unnest(@times::timestamptz[], @symbols::text[], @seqs::bigint[]) AS p (event_ts, symbol, seq)
        ON CONFLICT DO NOTHING
        """,
        new
        {
            read.AccountLabel,
            read.Source,
            times = read.Positions.Select(position => position.EventTs.ToUniversalTime()).ToArray(),
            symbols = read.Positions.Select(position => position.Symbol).ToArray(),
            seqs = read.Positions.Select(position => position.Seq).ToArray(),
        },
        transaction);

    /// <summary>Remembers what was read and moves the cursor, which never moves back.</summary>
    /// <param name="read">Everything that was read.</param>
    /// <param name="cursor">Where the cursor stands afterwards.</param>
    /// <param name="from">What is older is forgotten.</param>
    /// <param name="cancellationToken">Stops waiting; it may be committed nevertheless.</param>
    public Task AdvanceAsync(SignalsRead read, SignalPosition cursor, DateTimeOffset from, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async (connection, transaction) =>
            {
                await RememberAsync(connection, transaction, read);
                var parameters = new { read.AccountLabel, read.Source, cursor.EventTs, cursor.Symbol, cursor.Seq, from };
                await connection.ExecuteAsync(
                    """
                    INSERT INTO trade_cursor AS c (account_label, source, event_ts, symbol, seq, remembered_from, remembered_at)
                    VALUES (@AccountLabel, @Source, @EventTs, @Symbol, @Seq, @from, now())
                    ON CONFLICT (account_label, source) DO UPDATE
                      SET event_ts = excluded.event_ts, symbol = excluded.symbol, seq = excluded.seq, updated_at = now(),
                        remembered_from = greatest(c.remembered_from, excluded.remembered_from), remembered_at = now()
                      WHERE (c.event_ts, c.symbol COLLATE "C", c.seq) <= (excluded.event_ts, excluded.symbol COLLATE "C", excluded.seq)
                    """,
                    parameters,
                    transaction);
                return await connection.ExecuteAsync(
                    "DELETE FROM signals_read WHERE account_label = @AccountLabel AND source = @Source AND event_ts < @from", parameters, transaction);
            },
            cancellationToken);

    private record PositionRow
    {
        public DateTimeOffset EventTs { get; init; }
        public string Symbol { get; init; } = "";
        public long Seq { get; init; }
    }

    private sealed record CursorRow : PositionRow
    {
        public DateTimeOffset? RememberedFrom { get; init; }
        public bool Remembers { get; init; }
    }
}
