using Dapper;
using Torghut.Trading.Json;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Backtest;

/// <summary>The days that were compared, a row each.</summary>
internal sealed class ParityStore(Database database)
{
    /// <summary>Writes a day down; a day that is compared again takes the place of what was there.</summary>
    public async Task SaveAsync(ParityDay day, CancellationToken cancellationToken)
    {
        var mismatches = new JsonMap();
        foreach (var (cause, count) in day.Mismatches)
        {
            mismatches.Add(cause, count);
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO parity_days (account_label, day, live, backtest, equal, mismatches)
            VALUES (@AccountLabel, @Day, @Live, @Backtest, @Equal, @mismatches::jsonb)
            ON CONFLICT (account_label, day) DO UPDATE
              SET live = excluded.live, backtest = excluded.backtest, equal = excluded.equal, mismatches = excluded.mismatches, compared_at = now()
            """,
            new
            {
                day.AccountLabel,
                Day = day.Day.ToDateTime(TimeOnly.MinValue),
                day.Live,
                day.Backtest,
                day.Equal,
                mismatches = CanonicalJson.Serialize(mismatches),
            },
            cancellationToken: cancellationToken));
    }

    /// <summary>Differences of all days by cause, and of the newest day those of no known cause; null when none was compared yet.</summary>
    public async Task<(IReadOnlyDictionary<string, long> Mismatches, long Unknown, DateTimeOffset Newest)?> ReadAsync(
        string accountLabel, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var sums = await connection.QueryAsync<(string Cause, long Count)>(new CommandDefinition(
            """
            SELECT one.key, sum(one.value::bigint)::bigint FROM parity_days, jsonb_each_text(mismatches) AS one
            WHERE account_label = @accountLabel GROUP BY one.key
            """,
            new { accountLabel },
            cancellationToken: cancellationToken));
        var newest = await connection.QueryAsync<(long Unknown, DateTimeOffset At)>(new CommandDefinition(
            """
            SELECT coalesce((mismatches ->> 'unknown')::bigint, 0), compared_at FROM parity_days
            WHERE account_label = @accountLabel ORDER BY day DESC LIMIT 1
            """,
            new { accountLabel },
            cancellationToken: cancellationToken));
        return newest.Select(one => ((IReadOnlyDictionary<string, long>, long, DateTimeOffset)?)(
            sums.ToDictionary(sum => sum.Cause, sum => sum.Count, StringComparer.Ordinal), one.Unknown, one.At)).FirstOrDefault();
    }
}
